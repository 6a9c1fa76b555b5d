import type { ShardRef } from '../../app/delivery/index.ts';

/** Every shard has its own partition key, so that no partition is hot. */
export function shardPk({ jobId, shard }: ShardRef): string {
  return `job#${jobId}#${String(shard).padStart(4, '0')}`;
}

/** Items of a shard that are numbered by chunk or, for excluded lists and lookups, by page. */
export type NumberedItem = 'CHUNK' | 'STATE' | 'EXCLUDED' | 'LOOKUP' | 'DUPLICATES' | 'RECEIPT';

export function numbered(prefix: NumberedItem, number: number): string {
  return `${prefix}#${String(number).padStart(8, '0')}`;
}

/** The highest sort key of a prefix. */
export function lastOf(prefix: NumberedItem): string {
  return `${prefix}#99999999`;
}

/** The number in a sort key; null when it is not one that `numbered` wrote. */
export function numberIn(sk: unknown): number | null {
  const match = typeof sk === 'string' ? /^[A-Z]+#(\d{8})$/.exec(sk) : null;
  return match === null ? null : Number(match[1]);
}
