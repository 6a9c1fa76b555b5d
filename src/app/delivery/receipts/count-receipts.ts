import {
  addTotals,
  isTerminal,
  NO_MARK,
  NO_TOTALS,
  subtractTotals,
  totalsOf,
  withReceipts,
  type Totals,
} from '../../../domain/send-job/index.ts';
import { changeJob } from '../job/change-job.ts';
import { progressOf } from '../model/job.ts';
import type { ChunkStore, ReceiptFlags, ReceiptStore } from '../model/ports.ts';
import type { SettleJobDeps } from '../job/settle-job.ts';
import { countedResults, isUnreadable, type ChunkState } from '../model/chunk.ts';
import type { Shard } from '../model/shard.ts';

export type CountReceiptsDeps = SettleJobDeps & {
  readonly chunks: ChunkStore;
  readonly receipts: ReceiptStore;
  readonly receiptFlags: ReceiptFlags;
};

/**
 * Counts what receipts change about a job's totals, from all of them anew: derived, so that lost, repeated or
 * concurrent counts do no harm. `mark` is the flag that said they are to be counted; a receipt that arrived since keeps
 * it up.
 */
export async function countReceipts(deps: CountReceiptsDeps, jobId: string, mark: string): Promise<void> {
  const job = await deps.jobs.get(jobId);
  if (job === null) return deps.receiptFlags.lower(jobId, mark);
  let receipts: Totals = NO_TOTALS;
  for (const shard of await deps.shards.list(jobId, job.shardCount)) {
    receipts = addTotals(receipts, await countShard(deps, shard));
  }
  const now = deps.clock.now();
  const changed = await changeJob(deps.jobs, jobId, (present) =>
    present.round === job.round && present.receiptsVersion === job.receiptsVersion
      ? { ...present, receipts, receiptsVersion: job.receiptsVersion + 1, receiptsCountedAt: now }
      : null,
  );
  // Somebody else has counted meanwhile, perhaps without what is new here: the flag stays up, and all is counted again.
  if (changed?.isChanged !== true) return;
  await deps.publisher.publish(progressOf(changed.job));
  // Until a job has ended, chunks that have receipts already may still come to be counted.
  if (isTerminal(job.phase)) await deps.receiptFlags.lower(jobId, mark);
}

async function countShard({ chunks, receipts }: CountReceiptsDeps, shard: Shard): Promise<Totals> {
  const ref = { jobId: shard.jobId, shard: shard.shard };
  const marked = await receipts.list(ref, 0);
  const first = marked[0];
  if (first === undefined) return NO_TOTALS;
  const states = new Map<number, ChunkState>();
  for (const state of await chunks.listStates(ref, first.number)) {
    if (!isUnreadable(state)) states.set(state.number, state);
  }
  let totals: Totals = NO_TOTALS;
  for (const { number, marks } of marked) {
    const state = states.get(number);
    if (state === undefined) continue;
    const before = countedResults(shard, state);
    const after = before.map((result, place) => withReceipts(result, marks[place] ?? NO_MARK));
    const { stepIndex } = state;
    totals = addTotals(totals, subtractTotals(totalsOf(after, stepIndex), totalsOf(before, stepIndex)));
  }
  return totals;
}
