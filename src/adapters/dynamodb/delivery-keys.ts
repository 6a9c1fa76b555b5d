import type { ShardRef } from '../../app/delivery/index.ts';

/** Every shard has its own partition key, so that no partition is hot. */
export function shardPk({ jobId, shard }: ShardRef): string {
  return `job#${jobId}#${String(shard).padStart(4, '0')}`;
}

export function numbered(prefix: 'CHUNK' | 'STATE' | 'EXCLUDED', number: number): string {
  return `${prefix}#${String(number).padStart(8, '0')}`;
}

/** The highest sort key of a prefix. */
export function lastOf(prefix: 'CHUNK' | 'STATE' | 'EXCLUDED'): string {
  return `${prefix}#99999999`;
}
