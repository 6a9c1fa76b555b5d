import type { ReceiptMarks, ReceiptStore, RecountNote, ShardRef } from '../../app/delivery/index.ts';
import { addTotals, NO_TOTALS, type Totals } from '../../domain/send-job/index.ts';

type OfJob = { readonly counters: Map<number, Totals>; readonly notes: Map<string, RecountNote> };

/** What receipts say, and what they change, in memory. */
export function createMemoryReceipts(): ReceiptStore {
  const shards = new Map<string, ReceiptMarks[]>();
  const jobs = new Map<string, OfJob>();
  const of = ({ jobId, shard }: ShardRef): ReceiptMarks[] => {
    const key = `${jobId}#${shard}`;
    const known = shards.get(key) ?? [];
    shards.set(key, known);
    return known;
  };
  const ofJob = (jobId: string): OfJob => {
    const known = jobs.get(jobId) ?? { counters: new Map<number, Totals>(), notes: new Map<string, RecountNote>() };
    jobs.set(jobId, known);
    return known;
  };
  return {
    get: async (ref, number) => of(ref)[number] ?? null,
    // A sparse list: chunks without receipts are holes, which filter skips.
    list: async (ref, from, limit = Number.POSITIVE_INFINITY) =>
      of(ref)
        .filter(({ number }) => number >= from)
        .slice(0, limit),
    put: async (ref, next, { counter, difference, putsUp, takesDown }) => {
      const known = of(ref);
      const { counters, notes } = ofJob(ref.jobId);
      const { number } = next;
      const name = nameOf({ shard: ref.shard, number });
      if ((known[number]?.revision ?? 0) !== next.revision - 1) return false;
      if (takesDown !== undefined && notes.get(name)?.id !== takesDown) return false;
      known[number] = next;
      counters.set(counter, addTotals(counters.get(counter) ?? NO_TOTALS, difference));
      if (takesDown !== undefined) notes.delete(name);
      if (putsUp !== undefined) notes.set(name, { shard: ref.shard, number, id: putsUp });
      return true;
    },
    sum: async (jobId, counters) => {
      const found = [...ofJob(jobId).counters].filter(([counter]) => counter < counters);
      return found.reduce((sum, [, totals]) => addTotals(sum, totals), NO_TOTALS);
    },
    note: async (jobId, note) => void ofJob(jobId).notes.set(nameOf(note), note),
    dropNote: async (jobId, note) => {
      const { notes } = ofJob(jobId);
      if (notes.get(nameOf(note))?.id === note.id) notes.delete(nameOf(note));
    },
    listNotes: async (jobId, fromShard, limit) =>
      [...ofJob(jobId).notes.values()]
        .filter(({ shard }) => shard >= fromShard)
        .sort((a, b) => a.shard - b.shard || a.number - b.number)
        .slice(0, limit),
  };
}

function nameOf({ shard, number }: Pick<RecountNote, 'shard' | 'number'>): string {
  return `${shard}#${number}`;
}
