import type { ReceiptMarks, ReceiptStore, ShardRef } from '../../app/delivery/index.ts';

/** What receipts say, in memory. */
export function createMemoryReceipts(): ReceiptStore {
  const shards = new Map<string, ReceiptMarks[]>();
  const of = ({ jobId, shard }: ShardRef): ReceiptMarks[] => {
    const key = `${jobId}#${shard}`;
    const known = shards.get(key) ?? [];
    shards.set(key, known);
    return known;
  };
  return {
    // A sparse list: chunks without receipts are holes, which filter skips.
    list: async (ref, from, limit = Number.POSITIVE_INFINITY) =>
      of(ref)
        .filter(({ number }) => number >= from)
        .slice(0, limit),
    put: async (ref, next) => {
      const known = of(ref);
      if ((known[next.number]?.revision ?? 0) !== next.revision - 1) return false;
      known[next.number] = next;
      return true;
    },
  };
}
