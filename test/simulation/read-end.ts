import { isUnreadable, jobTotals } from '../../src/app/delivery/index.ts';
import { NO_MARK, withReceipts, type RecipientResult } from '../../src/domain/send-job/index.ts';
import type { World } from './world.ts';

/** The job as it ended, and what is recorded for every address: by the engine, and with receipts taken into account. */
export async function readEnd(stores: World['stores'], jobId: string) {
  const job = await stores.jobs.get(jobId);
  if (job === null) throw new Error('The job is gone.');
  const recorded = new Map<string, RecipientResult>();
  const effective = new Map<string, RecipientResult>();
  for (const { shard, planning } of await stores.shards.list(job.id, job.shardCount)) {
    const ref = { jobId: job.id, shard };
    const states = new Map((await stores.chunks.listStates(ref, 0)).map((state) => [state.number, state]));
    const receipts = new Map((await stores.receipts.list(ref, 0)).map((known) => [known.number, known.marks]));
    for (const chunk of await stores.chunks.listChunks(ref, 0, planning.chunkCount)) {
      if (isUnreadable(chunk)) continue;
      const state = states.get(chunk.number);
      for (const [place, { endpointId }] of chunk.recipients.entries()) {
        const address = endpointId.replace('endpoint', 'token');
        if (recorded.has(address)) throw new Error(`${address} was planned twice.`);
        const known = state === undefined || isUnreadable(state) ? undefined : state.results[place];
        const result = known ?? { status: 'PLANNED' };
        recorded.set(address, result);
        effective.set(address, withReceipts(result, receipts.get(chunk.number)?.[place] ?? NO_MARK));
      }
    }
  }
  return { job, totals: jobTotals(job), recorded, effective };
}
