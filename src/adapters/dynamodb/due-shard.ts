import { crc32 } from 'node:zlib';

/** Partitions of each index of due work: every write of a job that is sent passes through one of them. */
export const DUE_SHARDS = 8;

/** In which partition of its indexes a job or a campaign is. */
export function dueShard(id: string): number {
  return crc32(id) % DUE_SHARDS;
}
