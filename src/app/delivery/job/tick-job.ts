import type { SendJob } from '../model/job.ts';
import type { WorkSettings } from '../model/settings.ts';
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
  await countJob(deps, job, now);
  return true;
}

async function countJob(deps: SettleJobDeps, job: SendJob, now: number): Promise<boolean> {
  const shards = await deps.shards.list(job.id, job.shardCount);
  const next: SendJob = { ...counted(job, shards, now), seq: job.seq + 1 };
  const isSaved = await deps.jobs.save(next, job.seq);
  if (isSaved) await deps.publisher.publish(progressOf(next));
  return isSaved;
}

/** Others that stop at the same moment count, or change the job; then it is looked at again. */
const MAX_LOOKS = 5;

/**
 * Sees to it that somebody counts the job after now: a worker that stops for longer leaves nobody behind who would. Of
 * many that stop at the same moment one counts, when the last count is `tickEveryMs` old, and the others find it done.
 */
export async function countRest(
  deps: SettleJobDeps & { readonly settings: Pick<WorkSettings, 'tickEveryMs'> },
  { id }: Pick<SendJob, 'id'>,
): Promise<void> {
  const since = deps.clock.now();
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    const job = await deps.jobs.get(id);
    if (job === null || job.phase === 'COMPLETED' || job.isAnnounced === true) return;
    if (job.countedAt >= since && job.countedAt < since + CLOCK_TOLERANCE_MS) return;
    const now = deps.clock.now();
    // Of one shard there is nobody else who would count.
    const everyMs = job.shardCount === 1 ? 0 : deps.settings.tickEveryMs;
    const left = job.countedAt + everyMs - now;
    if (left > 0 && left <= everyMs) await deps.clock.sleep(left);
    else if (await countJob(deps, job, now)) return;
  }
}
