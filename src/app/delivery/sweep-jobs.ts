import { endBySystem } from './job/end-by-system.ts';
import type { SendJob } from './model/job.ts';
import type { CountBell, Doorbell, OpenJob, SettingsStore } from './model/ports.ts';
import { isShardDone, settleJob, type SettleJobDeps } from './job/settle-job.ts';
import { shardsOf } from './plan/shard-count.ts';
import type { Ring, Shard, ShardRef } from './model/shard.ts';
import { isNear, ringAtStart } from './job/start-scheduled.ts';
import { resumeIfDue } from './job/resume-if-due.ts';

export type SweepJobsDeps = SettleJobDeps & {
  readonly countBell: CountBell;
  readonly doorbell: Doorbell;
  readonly deliverySettings: SettingsStore;
};

export type SweepReport = { readonly openJobs: number; readonly rung: number };

/**
 * Rings again for every shard that should be worked and is not, and finishes what a crash left unfinished. The queue
 * may lose, repeat or delay every message: this is what makes that harmless. Each job is swept by itself: when one of
 * them fails, the others are swept first, and then all failures are thrown together.
 */
export async function sweepJobs(deps: SweepJobsDeps): Promise<SweepReport> {
  const open = await deps.jobs.listOpen();
  const { isStopped } = await deps.deliverySettings.get();
  let rung = 0;
  const failures: unknown[] = [];
  for (const job of open) {
    try {
      rung += await sweepJob(deps, job, isStopped);
    } catch (error) {
      failures.push(new SweepError(job.id, { cause: error }));
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${open.length} jobs failed.`);
  return { openJobs: open.length, rung };
}

/** One job could not be swept: its row may be damaged. The others were. */
class SweepError extends Error {
  override readonly name = 'SweepError';
  readonly code = 'SWEEP_FAILED';
  constructor(
    readonly jobId: string,
    options: ErrorOptions,
  ) {
    super(`Job ${jobId} could not be swept.`, options);
  }
}

async function sweepJob(
  deps: SweepJobsDeps,
  { id, isOpen, receiptMark, sendAt }: OpenJob,
  isStopped: boolean,
): Promise<number> {
  if (receiptMark !== undefined) await deps.countBell.ring(id, receiptMark);
  if (!isOpen || (sendAt !== undefined && !isNear(sendAt, deps.clock.now()))) return 0;
  await settleJob(deps, id);
  const job = await deps.jobs.get(id);
  if (job === null) return 0;
  const isExpired = job.sendUntil !== undefined && deps.clock.now() >= job.sendUntil;
  if (isExpired && (job.phase === 'SENDING' || job.phase === 'PAUSED' || job.phase === 'SCHEDULED')) {
    await endBySystem(deps, job, 'CANCEL', 'MAX_DURATION');
    return job.shardCount;
  }
  if (isStopped && (job.phase === 'SENDING' || job.phase === 'SCHEDULED' || job.phase === 'PAUSED')) return 0;
  if (job.phase === 'PAUSED') return (await resumeIfDue(deps, job)) ? job.shardCount : 0;
  if (job.phase === 'SCHEDULED') {
    return job.sendAt !== undefined && (await ringAtStart(deps, job, job.sendAt)) ? job.shardCount : 0;
  }
  const idle = await idleShards(deps, job);
  if (idle.length > 0) await deps.doorbell.ring(idle);
  return idle.length;
}

/** A bell is on its way. One that seems to come later than any bell can is a clock that was wrong. */
function isRung({ rungFor }: Shard, now: number): boolean {
  return rungFor > now && rungFor <= now + MAX_DELAY_MS;
}

const MAX_DELAY_MS = 900_000;

async function idleShards(deps: SweepJobsDeps, job: SendJob): Promise<Ring[]> {
  const known = new Map<number, Shard>();
  for (const shard of await deps.shards.list(job.id, job.shardCount)) known.set(shard.shard, shard);
  const now = deps.clock.now();
  const isIdle = (ref: ShardRef, isFinished: (shard: Shard) => boolean): boolean => {
    const shard = known.get(ref.shard);
    return shard === undefined || (!isFinished(shard) && shard.leaseUntil < now && !isRung(shard, now));
  };
  switch (job.phase) {
    case 'PLANNING':
      return shardsOf(job).filter((ref) => isIdle(ref, (shard) => shard.planning.isDone));
    case 'SENDING':
      return shardsOf(job).filter((ref) => isIdle(ref, (shard) => isShardDone(job, shard)));
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
