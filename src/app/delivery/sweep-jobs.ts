import { isTerminal } from '../../domain/send-job/index.ts';
import { endBySystem } from './job/end-by-system.ts';
import { DamagedJobError, type DamageCode } from './model/damaged-job.ts';
import { dueAt } from './model/due-at.ts';
import type { SendJob } from './model/job.ts';
import type { CountBell, DeadLetters, Doorbell, DueJob, SettingsStore } from './model/ports.ts';
import { isShardDone, settleJob, type SettleJobDeps } from './job/settle-job.ts';
import { shardsOf } from './plan/shard-count.ts';
import type { Ring, Shard, ShardRef } from './model/shard.ts';
import { ringAtStart } from './job/start-scheduled.ts';
import { resumeIfDue } from './job/resume-if-due.ts';
import { followRun } from './job/follow-run.ts';
import { runOfFirstJob } from './job/run-of-job.ts';

export type SweepJobsDeps = SettleJobDeps & {
  readonly countBell: CountBell;
  readonly doorbell: Doorbell;
  readonly deliverySettings: SettingsStore;
  readonly deadLetters: DeadLetters;
};

/** Jobs that were due, bells that were rung, and jobs that were set aside because what is stored of them is damaged. */
export type SweepReport = { readonly due: number; readonly rung: number; readonly damaged: readonly DamagedJob[] };

/** A job that nobody works until an operator has repaired it. */
export type DamagedJob = { readonly jobId: string; readonly code: DamageCode };

/** More than this are left to the next sweep. */
const MAX_DUE = 10_000;

/** Jobs that are swept at one time. */
const LANES = 8;

/**
 * Rings again for every shard that should be worked and is not, and finishes what a crash left unfinished. The queue
 * may lose, repeat or delay every message: this is what makes that harmless. Each job is swept by itself: when one of
 * them fails, the others are swept first, and then all failures are thrown together.
 */
export async function sweepJobs(deps: SweepJobsDeps): Promise<SweepReport> {
  const due = await deps.jobs.listDue(deps.clock.now(), MAX_DUE);
  const { isStopped } = await deps.deliverySettings.get();
  const report = { due: due.length, rung: 0, damaged: new Array<DamagedJob>() };
  const failures: unknown[] = [];
  const left = due[Symbol.iterator]();
  const sweepLane = async (): Promise<void> => {
    for (const job of left) {
      try {
        const rung = await sweepJob(deps, job, isStopped);
        report.rung += rung;
      } catch (error) {
        const damaged = error instanceof DamagedJobError ? await setAside(deps, error).catch(() => null) : null;
        if (damaged !== null) report.damaged.push(damaged);
        else failures.push(new SweepError(job.id, { cause: error }));
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, sweepLane));
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${due.length} jobs failed.`);
  return report;
}

/** The letter first: a job that is set aside is not looked at again until somebody has read of it. */
async function setAside(
  { deadLetters, jobs, clock }: SweepJobsDeps,
  { jobId, code }: DamagedJobError,
): Promise<DamagedJob> {
  await deadLetters.put({ jobId, reason: code });
  await jobs.setAside(jobId, clock.now());
  return { jobId, code };
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

async function sweepJob(deps: SweepJobsDeps, { id, receiptMark }: DueJob, isStopped: boolean): Promise<number> {
  if (receiptMark !== undefined) await deps.countBell.ring(id, receiptMark);
  // The index may be late: what the job itself says is what counts.
  const seen = await deps.jobs.get(id);
  const since = seen === null ? undefined : dueAt(seen);
  if (since === undefined || since > deps.clock.now()) return 0;
  await settleJob(deps, id);
  const job = await deps.jobs.get(id);
  if (job === null) return 0;
  if (job.runId !== undefined && !(await keepsToRun(deps, job, job.runId))) return 0;
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

/**
 * Sees to it that there is a run to the job, and that the job does what was ordered of it, where whoever ordered it died.
 * False: it has followed just now, or its run is paused; there is nothing else to do.
 */
async function keepsToRun(deps: SweepJobsDeps, job: SendJob, runId: string): Promise<boolean> {
  const run = await runOfFirstJob(deps, runId, job);
  const { wave = 0, followedOrders = 0 } = job;
  // The wave before may be under way once more, for those who failed.
  const isBefore = run !== null && run.wave === wave + 1 && !isTerminal(job.phase);
  if (run === null || (run.wave !== wave && !isBefore)) return true;
  if (run.orders > followedOrders) {
    await followRun(deps, run);
    return false;
  }
  return job.phase !== 'SCHEDULED' || run.phase !== 'PAUSED';
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
