import { addTotals, isComplete, NO_TOTALS, settledTotal, type Totals } from '../../../domain/send-job/index.ts';
import type { Clock } from '../../ports.ts';
import { changeJob } from './change-job.ts';
import { launched, minutesToSend } from './launched.ts';
import { noteUse, type NoteUseDeps } from './note-use.ts';
import { giveBackMonth } from './give-back-month.ts';
import { forPerson, whyNotLaunch, type WhyNotLaunchDeps } from './why-not-launch.ts';
import { progressOf, type SendJob } from '../model/job.ts';
import type { ChunkStore, JobStore, ProgressPublisher, SettingsStore, ShardStore } from '../model/ports.ts';
import type { Shard } from '../model/shard.ts';
import { markDuplicates } from '../plan/mark-duplicates.ts';
import type { RunRecords } from '../model/run-store.ts';
import { leadRun } from './lead-run.ts';

export type SettleJobDeps = {
  readonly jobs: JobStore;
  readonly runRecords: RunRecords;
  readonly shards: ShardStore;
  readonly chunks: Pick<ChunkStore, 'listAddressDigests' | 'putDuplicates'>;
  readonly publisher: ProgressPublisher;
  readonly deliverySettings: Pick<SettingsStore, 'get'>;
  readonly budgets: WhyNotLaunchDeps['budgets'] & NoteUseDeps['budgets'];
  readonly prices: WhyNotLaunchDeps['prices'];
  readonly clock: Clock;
};

/** The totals of a job: the sum of its shards, never counted any other way. */
function sumShards(shards: readonly Shard[]): Totals {
  return shards.reduce((sum, { totals, ahead }) => {
    const withTotals = addTotals(sum, totals);
    return ahead === null ? withTotals : addTotals(withTotals, ahead);
  }, NO_TOTALS);
}

/** Of the rate shown, half is what was just measured: a chunk more or less in one second is no news. */
const NEWEST_SHARE = 0.5;

/** Counts a job anew. A clock that stands still or was set back does not divide by zero. */
export function counted(job: SendJob, shards: readonly Shard[], now: number): SendJob {
  const sent = sumShards(shards);
  const progress =
    job.phase === 'PLANNING' ? sent.planned - job.sent.planned : settledTotal(sent) - settledTotal(job.sent);
  const seconds = Math.max((now - job.countedAt) / 1000, 0.001);
  const measured = Math.max(0, progress / seconds);
  const rate =
    job.recipientsPerSecond === 0 ? measured : NEWEST_SHARE * measured + (1 - NEWEST_SHARE) * job.recipientsPerSecond;
  return { ...job, sent, countedAt: now, recipientsPerSecond: Math.round(rate) };
}

/** Whether a shard has nothing left to send in the job's present round. */
export function isShardDone(job: Pick<SendJob, 'round'>, shard: Shard): boolean {
  return shard.isDone && shard.round === job.round;
}

/** A job of one shard and that shard, as the worker that has just written it knows them. */
export type KnownJob = { readonly job: SendJob; readonly shard: Shard };

/**
 * Moves a job on when all its shards have: planned, completed, or closed after a cancellation. Called by every worker
 * that finishes a shard and by the sweeper; whoever comes first does it, the others find it done. What is `known` is
 * not read again: when the job has changed since, the write that names its `seq` notices.
 */
export async function settleJob(deps: SettleJobDeps, jobId: string, known?: KnownJob): Promise<void> {
  const job = known?.job ?? (await deps.jobs.get(jobId));
  if (job === null || job.isAnnounced === true) return;
  const shards = known === undefined ? await deps.shards.list(jobId, job.shardCount) : [known.shard];
  const areAll = (test: (shard: Shard) => boolean): boolean => shards.length === job.shardCount && shards.every(test);
  switch (job.phase) {
    case 'PLANNING':
      if (!areAll((shard) => shard.planning.isDone)) return;
      await markDuplicates(deps, shards, await shardsOfTrial(deps, job));
      await moveOn(deps, job, shards, 'PLANNED');
      return;
    case 'SENDING':
    case 'PAUSED':
      if (areAll((shard) => isShardDone(job, shard))) await moveOn(deps, job, shards, 'COMPLETED');
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

/** Of a wave for the rest: those of the trial before it, which is the run's first wave. */
async function shardsOfTrial({ shards }: SettleJobDeps, job: SendJob): Promise<readonly Shard[]> {
  const { runId, givesTreatment, shardCount } = job;
  return runId === undefined || givesTreatment === undefined ? [] : shards.list(runId, shardCount);
}

async function moveOn(
  deps: SettleJobDeps,
  seen: SendJob,
  shards: readonly Shard[],
  phase: 'PLANNED' | 'COMPLETED' | 'CANCELLED' | 'FAILED',
): Promise<void> {
  const now = deps.clock.now();
  const move = async (present: SendJob): Promise<Omit<SendJob, 'seq'> | null> => {
    if (present.round !== seen.round) return null;
    if (present.phase !== seen.phase && !(phase === 'COMPLETED' && present.phase === 'PAUSED')) return null;
    const next = { ...counted(present, shards, now), phase, recipientsPerSecond: 0 };
    if (phase === 'PLANNED' && present.launchesWhenPlanned === true) {
      const hold = await whyNotLaunch(deps, next, { now, known: shards });
      if (hold !== null) return forPerson(next, hold);
      return launched(next, { now, by: present.createdBy, minutes: await minutesToSend(deps.jobs, present.id) });
    }
    if (phase !== 'COMPLETED') return next;
    // "COMPLETED" promises that everyone is accounted for: a job of which that is not true must not say so.
    if (!isComplete(next.sent)) return { ...next, phase: 'FAILED', phaseReason: 'TOTALS_MISMATCH', finishedAt: now };
    return { ...withoutReason(next), finishedAt: now };
  };
  const { job, isChanged } = (await changeJob(deps.jobs, seen.id, move, { seen })) ?? {};
  if (job === undefined) return;
  if (phase === 'PLANNED') {
    if (isChanged === true) await deps.publisher.publish(progressOf(job));
  } else if (job.phase === phase || job.phase === 'FAILED') {
    await announceEnd(deps, job);
  }
}

function withoutReason({ phaseReason: _, ...job }: SendJob): SendJob {
  return job;
}

/** What was not spent is given back, the run goes on, and the final tick is told. The job stays due until it was published, so that the sweeper makes up for a crash before it. */
async function announceEnd(deps: SettleJobDeps, job: SendJob): Promise<void> {
  await giveBackMonth(deps, job);
  await noteUse(deps, job);
  await leadRun(deps, job);
  if (await deps.publisher.publish(progressOf(job))) await deps.jobs.close(job.id, job.seq);
}
