import { expect, it } from 'vitest';
import type { ReceiptMarks, SendJob } from '../../src/app/delivery/index.ts';
import { NO_STEP_TOTALS, NO_TOTALS, totalsOfStep } from '../../src/domain/send-job/index.ts';
import { jobOf, newId, NOW, SPEC, type DeliveryStores } from './delivery-stores.ts';

/** What receipts say, what they change, and that they are to be counted. */
export function describeReceiptStores(open: () => DeliveryStores): void {
  it('lists a job while its receipts wait to be counted, and not after the last of them was', async () => {
    const { jobs, catchUp } = open();
    const job: SendJob = { ...jobOf(newId()), phase: 'PLANNED' };
    await jobs.create(job, SPEC);
    const markOf = async () => {
      catchUp?.();
      return (await jobs.listDue(NOW, 1_000)).find(({ id }) => id === job.id);
    };
    await jobs.receiptFlags.raise(job.id, 'first');
    expect(await markOf()).toEqual({ id: job.id, receiptMark: 'first' });
    await jobs.receiptFlags.raise(job.id, 'second');
    await jobs.receiptFlags.lower(job.id, 'first');
    expect(await markOf()).toMatchObject({ receiptMark: 'second' });
    await jobs.receiptFlags.lower(job.id, 'second');
    expect(await markOf()).toBeUndefined();
    await jobs.receiptFlags.raise('nobody', 'third');
    expect(await jobs.get('nobody')).toBeNull();
  });

  it('writes receipts only over the revision that was read, and lists them in order', async () => {
    const { receipts } = open();
    const ref = { jobId: newId(), shard: 1 };
    expect(await receipts.get(ref, 4)).toBeNull();
    expect(await receipts.put(ref, marksOf(4, 1), ONE_OPENED)).toBe(true);
    expect(await receipts.put(ref, marksOf(4, 1), ONE_OPENED)).toBe(false);
    expect(await receipts.put(ref, marksOf(4, 3), ONE_OPENED)).toBe(false);
    expect(await receipts.put(ref, marksOf(4, 2), ONE_OPENED)).toBe(true);
    expect(await receipts.put(ref, marksOf(2, 1), ONE_OPENED)).toBe(true);
    expect(await receipts.get(ref, 4)).toEqual(marksOf(4, 2));
    expect(await receipts.list(ref, 0)).toEqual([marksOf(2, 1), marksOf(4, 2)]);
    expect(await receipts.list(ref, 3)).toEqual([marksOf(4, 2)]);
    expect(await receipts.list(ref, 0, 1)).toEqual([marksOf(2, 1)]);
  });

  it('adds up what receipts change, of those that were written and nothing of those that were not', async () => {
    const { receipts } = open();
    const ref = { jobId: newId(), shard: 1 };
    expect(await receipts.sum(ref.jobId, 16)).toEqual(NO_TOTALS);
    await receipts.put(ref, marksOf(4, 1), ONE_OPENED);
    await receipts.put(ref, marksOf(4, 1), ONE_OPENED);
    await receipts.put(ref, marksOf(4, 2), { counter: 3, difference: NO_TOTALS });
    await receipts.put(ref, marksOf(5, 1), {
      counter: 15,
      difference: totalsOfStep(1, { ...NO_STEP_TOTALS, accepted: -2, failed: 2, complained: 1 }),
    });
    expect(await receipts.sum(ref.jobId, 16)).toMatchObject({
      accepted: -3,
      delivered: 1,
      opened: 1,
      failed: 2,
      complained: 1,
      steps: [
        { accepted: -1, opened: 1, complained: 0 },
        { accepted: -2, failed: 2, complained: 1 },
      ],
    });
    expect(await receipts.sum(ref.jobId, 4)).toMatchObject({ accepted: -1, failed: 0 });
    expect(await receipts.sum(newId(), 16)).toEqual(NO_TOTALS);
  });

  it('notes chunks that are to be counted again, in their order, and takes down no newer note', async () => {
    const { receipts } = open();
    const jobId = newId();
    await receipts.note(jobId, { shard: 12, number: 0, id: 'a' });
    await receipts.put({ jobId, shard: 2 }, marksOf(100, 1), { ...ONE_OPENED, putsUp: 'b' });
    await receipts.note(jobId, { shard: 2, number: 20, id: 'c' });
    await receipts.note(newId(), { shard: 0, number: 0, id: 'of another job' });
    const noted = [
      { shard: 2, number: 20, id: 'c' },
      { shard: 2, number: 100, id: 'b' },
      { shard: 12, number: 0, id: 'a' },
    ];
    expect(await receipts.listNotes(jobId, 0, 10)).toEqual(noted);
    expect(await receipts.listNotes(jobId, 3, 10)).toEqual(noted.slice(2));
    expect(await receipts.listNotes(jobId, 0, 2)).toEqual(noted.slice(0, 2));
    const takesDown = { counter: 0, difference: NO_TOTALS, takesDown: 'older' };
    expect(await receipts.put({ jobId, shard: 2 }, marksOf(100, 2), takesDown)).toBe(false);
    expect(await receipts.get({ jobId, shard: 2 }, 100)).toEqual(marksOf(100, 1));
    expect(await receipts.put({ jobId, shard: 2 }, marksOf(100, 2), { ...takesDown, takesDown: 'b' })).toBe(true);
    await receipts.dropNote(jobId, { shard: 12, number: 0, id: 'older' });
    expect(await receipts.listNotes(jobId, 0, 10)).toEqual([noted[0], noted[2]]);
    await receipts.dropNote(jobId, { shard: 12, number: 0, id: 'a' });
    await receipts.dropNote(jobId, { shard: 2, number: 20, id: 'c' });
    expect(await receipts.listNotes(jobId, 0, 10)).toEqual([]);
  });

  it('gives the turn to count a job to one, and takes a turn of a clock that was wrong for none', async () => {
    const { jobs } = open();
    const take = (jobId: string, now: number, until: number) => jobs.receiptFlags.take(jobId, { now, until });
    const [first, second] = [newId(), newId()];
    expect(await take(first, NOW, NOW + 5_000)).toBe(true);
    expect(await take(first, NOW + 4_999, NOW + 10_000)).toBe(false);
    expect(await take(second, NOW, NOW + 86_400_000)).toBe(true);
    expect(await take(first, NOW + 5_000, NOW + 10_000)).toBe(true);
    expect(await take(second, NOW, NOW + 5_000)).toBe(true);
  });
}

function marksOf(number: number, revision: number): ReceiptMarks {
  return {
    number,
    revision,
    marks: [{ status: 'PLANNED' }, { status: 'OPENED' }, { status: 'FAILED', code: 'BOUNCE/Permanent/General' }],
    counted: ONE_OPENED.difference,
  };
}

const ONE_OPENED = {
  counter: 3,
  difference: totalsOfStep(0, { ...NO_STEP_TOTALS, accepted: -1, delivered: 1, opened: 1 }),
};
