import type { SendJob } from '../model/job.ts';
import { progressOf } from '../model/job.ts';
import { counted, type SettleJobDeps } from './settle-job.ts';

/** A count that seems to lie this far in the future comes from a clock that is wrong. */
const CLOCK_TOLERANCE_MS = 60_000;

/**
 * Counts a job and tells its watchers, unless that was done within the last `everyMs`. Of several workers that try at
 * the same moment one wins the conditional write and publishes; `seq` orders the ticks. False when it was not
 * due yet.
 */
export async function tickJob(deps: SettleJobDeps, job: SendJob, everyMs: number): Promise<boolean> {
  const now = deps.clock.now();
  const age = now - job.countedAt;
  if (age < everyMs && age > -CLOCK_TOLERANCE_MS) return false;
  const shards = await deps.shards.list(job.id, job.shardCount);
  const next: SendJob = { ...counted(job, shards, now), seq: job.seq + 1 };
  if (await deps.jobs.save(next, job.seq)) await deps.publisher.publish(progressOf(next));
  return true;
}
