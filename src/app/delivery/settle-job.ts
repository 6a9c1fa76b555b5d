import { addTotals, isComplete, NO_TOTALS, settledTotal, type Totals } from '../../domain/send-job/index.ts';
import type { Clock } from '../ports.ts';
import { changeJob } from './change-job.ts';
import { progressOf, type SendJob } from './job.ts';
import type { JobStore, ProgressPublisher, ShardStore } from './ports.ts';
import type { Shard } from './shard.ts';

export type SettleJobDeps = {
  readonly jobs: JobStore;
  readonly shards: ShardStore;
  readonly publisher: ProgressPublisher;
  readonly clock: Clock;
};

/** The totals of a job: the sum of its shards, never counted any other way. */
function sumShards(shards: readonly Shard[]): Totals {
  return shards.reduce((sum, shard) => addTotals(sum, shard.totals), NO_TOTALS);
}

/** Counts a job anew. A clock that stands still or was set back does not divide by zero. */
export function counted(job: SendJob, shards: readonly Shard[], now: number): SendJob {
  const totals = sumShards(shards);
  const progress =
    job.phase === 'PLANNING' ? totals.planned - job.totals.planned : settledTotal(totals) - settledTotal(job.totals);
  const seconds = Math.max((now - job.countedAt) / 1000, 0.001);
  return { ...job, totals, countedAt: now, recipientsPerSecond: Math.max(0, Math.round(progress / seconds)) };
}

/**
 * Moves a job on when all its shards have: planned, completed, or closed after a cancellation. Called by every worker
 * that finishes a shard and by the sweeper; whoever comes first does it, the others find it done.
 */
export async function settleJob(deps: SettleJobDeps, jobId: string): Promise<void> {
  const job = await deps.jobs.get(jobId);
  if (job === null) return;
  const shards = await deps.shards.list(jobId, job.shardCount);
  const areAll = (test: (shard: Shard) => boolean): boolean => shards.length === job.shardCount && shards.every(test);
  switch (job.phase) {
    case 'PLANNING':
      if (areAll((shard) => shard.planning.isDone)) await moveOn(deps, job, shards, 'PLANNED');
      return;
    case 'SENDING':
    case 'PAUSED':
      if (areAll((shard) => shard.isDone)) await moveOn(deps, job, shards, 'COMPLETED');
      return;
    case 'CANCELLED':
    case 'FAILED':
      if (areAll((shard) => shard.isDone)) await moveOn(deps, job, shards, job.phase);
      return;
    case 'COMPLETED':
      await announceEnd(deps, job);
      return;
    case 'PLANNED':
    case 'SCHEDULED':
      return;
  }
}

async function moveOn(
  deps: SettleJobDeps,
  seen: SendJob,
  shards: readonly Shard[],
  phase: SendJob['phase'],
): Promise<void> {
  const now = deps.clock.now();
  const { job, isChanged } =
    (await changeJob(deps.jobs, seen.id, (present) => {
      if (present.phase !== seen.phase && !(phase === 'COMPLETED' && present.phase === 'PAUSED')) return null;
      const next = { ...counted(present, shards, now), phase, recipientsPerSecond: 0 };
      if (phase === 'COMPLETED' && !isComplete(next.totals)) {
        throw new Error(
          `Job ${seen.id} has all shards done, but its totals do not add up: ${JSON.stringify(next.totals)}`,
        );
      }
      return phase === 'COMPLETED' ? { ...next, finishedAt: now } : next;
    })) ?? {};
  if (job === undefined) return;
  if (phase === 'PLANNED') {
    if (isChanged === true) await deps.publisher.publish(progressOf(job));
  } else if (job.phase === phase) {
    await announceEnd(deps, job);
  }
}

/** The final tick. The job stays open until it was published, so that the sweeper makes up for a crash before it. */
async function announceEnd(deps: SettleJobDeps, job: SendJob): Promise<void> {
  if (await deps.publisher.publish(progressOf(job))) await deps.jobs.close(job.id);
}
