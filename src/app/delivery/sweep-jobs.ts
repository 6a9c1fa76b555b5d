import type { Doorbell } from './ports.ts';
import { settleJob, type SettleJobDeps } from './settle-job.ts';
import { shardsOf } from './shard-count.ts';
import type { Shard, ShardRef } from './shard.ts';

export type SweepJobsDeps = SettleJobDeps & { readonly doorbell: Doorbell };

export type SweepReport = { readonly openJobs: number; readonly rung: number };

/**
 * Rings again for every shard that should be worked and is not, and finishes what a crash left unfinished. The queue
 * may lose, repeat or delay every message: this is what makes that harmless.
 */
export async function sweepJobs(deps: SweepJobsDeps): Promise<SweepReport> {
  const open = await deps.jobs.listOpen();
  let rung = 0;
  for (const jobId of open) {
    await settleJob(deps, jobId);
    const idle = await idleShards(deps, jobId);
    if (idle.length > 0) await deps.doorbell.ring(idle);
    rung += idle.length;
  }
  return { openJobs: open.length, rung };
}

async function idleShards(deps: SweepJobsDeps, jobId: string): Promise<ShardRef[]> {
  const job = await deps.jobs.get(jobId);
  if (job === null) return [];
  const known = new Map<number, Shard>();
  for (const shard of await deps.shards.list(jobId, job.shardCount)) known.set(shard.shard, shard);
  const now = deps.clock.now();
  const isIdle = (ref: ShardRef, isFinished: (shard: Shard) => boolean): boolean => {
    const shard = known.get(ref.shard);
    return shard === undefined || (!isFinished(shard) && shard.leaseUntil < now);
  };
  switch (job.phase) {
    case 'PLANNING':
      return shardsOf(job).filter((ref) => isIdle(ref, (shard) => shard.planning.isDone));
    case 'SENDING':
    case 'CANCELLED':
    case 'FAILED':
      return shardsOf(job).filter((ref) => isIdle(ref, (shard) => shard.isDone));
    case 'PLANNED':
    case 'SCHEDULED':
    case 'PAUSED':
    case 'COMPLETED':
      return [];
  }
}
