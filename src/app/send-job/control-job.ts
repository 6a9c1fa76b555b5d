import { refuse, type Refused } from '../../domain/result.ts';
import { isRunOver } from '../../domain/run/index.ts';
import { isTerminal, transition, type DeliverySettings, type JobCommand } from '../../domain/send-job/index.ts';
import { changeJob } from '../delivery/job/change-job.ts';
import { claimMonth, type ClaimMonthDeps } from '../delivery/job/claim-month.ts';
import { launched, minutesToSend } from '../delivery/job/launched.ts';
import { runOfFirstJob } from '../delivery/job/run-of-job.ts';
import { startRun } from '../delivery/job/start-run.ts';
import { RUN_PAUSED } from '../delivery/model/due-at.ts';
import type { RunRecords } from '../delivery/model/run-store.ts';
import { progressOf, type SendJob } from '../delivery/model/job.ts';
import type { Doorbell, JobStore, ProgressPublisher, SettingsStore } from '../delivery/model/ports.ts';
import { readPresentCost, type PresentCostDeps } from '../delivery/plan/present-cost.ts';
import { shardsOf } from '../delivery/plan/shard-count.ts';
import { refuseUnapprovedLaunch, type LaunchApprovalDeps } from '../approval/index.ts';
import type { Actor, Clock } from '../ports.ts';
import { claimRun, type ClaimRunDeps } from './claim-run.ts';
import { refuseWhileStopped } from './refuse-while-stopped.ts';

export type ControlJobDeps = {
  readonly jobs: JobStore;
  readonly deliverySettings: Pick<SettingsStore, 'get'>;
  readonly doorbell: Doorbell;
  readonly publisher: ProgressPublisher;
  readonly clock: Clock;
};

/** What launching needs beside. */
export type LaunchJobDeps = ControlJobDeps &
  ClaimRunDeps &
  LaunchApprovalDeps &
  ClaimMonthDeps &
  PresentCostDeps & { readonly runRecords: RunRecords };

export type ControlJobCommand = { readonly actor: Actor; readonly jobId: string };
export type JobControlled = { readonly ok: true; readonly job: SendJob };

/**
 * Starts sending a planned job. CAMPAIGN_RUNNING, CAMPAIGN_JUST_SENT: another run of the campaign is not through, or has
 * just gone to the same people; `besideJobId` names it when both are wanted. NOT_APPROVED, APPROVAL_LAPSED: a run of its
 * size needs somebody else than its author to approve it as it is. MONTHLY_BUDGET, NO_PRICE: the rest of the month's does
 * not pay for it, or nobody can tell. Of a run's later waves only one that waits for money is launched like this.
 */
export async function launchJob(
  deps: LaunchJobDeps,
  { besideJobId, ...command }: ControlJobCommand & { readonly besideJobId?: string | undefined },
): Promise<JobControlled | Refused> {
  const settings = await deps.deliverySettings.get();
  const stopped = refuseWhileStopped(settings);
  if (stopped !== null) return stopped;
  const job = await deps.jobs.get(command.jobId);
  const run = job?.runId === undefined ? null : await runOfFirstJob(deps, job.runId, job);
  const isBegun = job?.phase !== 'PLANNED' && job?.phase !== 'SCHEDULED';
  const isLater = (job?.wave ?? 0) > 0;
  const isHeldWave = isLater && job?.phase === 'PLANNED';
  const isWithRun = run !== null && (run.phase === 'PAUSED' || isRunOver(run.phase) || (isLater && !isHeldWave));
  if (run !== null && !isBegun && isWithRun) {
    return refuse('RUN_PHASE', `This job is a wave of run ${run.id}, which is ${run.phase}: it begins with its run.`);
  }
  if (job?.phase === 'PLANNED' && job.audience === 'SEGMENT' && !isLater) {
    const unapproved = await refuseUnapprovedLaunch(deps, job, settings);
    if (unapproved !== null) return unapproved;
    const refused = await claimRun(deps, { campaignId: job.campaignId, jobId: job.id, besideJobId });
    if (refused !== null) return refused;
  }
  const tooDear = job?.phase === 'PLANNED' ? await claimLaunch(deps, job, settings) : null;
  if (tooDear !== null) return tooDear;
  const controlled = await controlJob(deps, command, 'LAUNCH');
  if (controlled.ok && run !== null) await startRun(deps.runRecords, run);
  return controlled;
}

/** What a call sends has no plan that says its cost: of the month it takes nothing. */
async function claimLaunch(
  deps: LaunchJobDeps,
  job: SendJob,
  { monthlyBudgetKrw }: Pick<DeliverySettings, 'monthlyBudgetKrw'>,
): Promise<Refused | null> {
  if (monthlyBudgetKrw === undefined || job.audience === 'CALL') return null;
  const now = deps.clock.now();
  const cost = await readPresentCost(deps, job, now);
  return claimMonth(deps, { claimId: job.id, cost }, { monthlyBudgetKrw, now });
}

/** Stops sending; what is in flight finishes, nothing new starts. */
export function pauseJob(deps: ControlJobDeps, command: ControlJobCommand): Promise<JobControlled | Refused> {
  return controlJob(deps, command, 'PAUSE');
}

/** Goes on where a paused job stopped. */
export function resumeJob(deps: ControlJobDeps, command: ControlJobCommand): Promise<JobControlled | Refused> {
  return controlJob(deps, command, 'RESUME');
}

/** Ends a job for good; what was not sent yet never is. */
export function cancelJob(deps: ControlJobDeps, command: ControlJobCommand): Promise<JobControlled | Refused> {
  return controlJob(deps, command, 'CANCEL');
}

async function controlJob(
  deps: ControlJobDeps,
  { actor, jobId }: ControlJobCommand,
  command: Extract<JobCommand, 'LAUNCH' | 'PAUSE' | 'RESUME' | 'CANCEL'>,
): Promise<JobControlled | Refused> {
  const stopped = command === 'RESUME' ? refuseWhileStopped(await deps.deliverySettings.get()) : null;
  if (stopped !== null) return stopped;
  const minutes = command === 'LAUNCH' ? await minutesToSend(deps.jobs, jobId) : undefined;
  let refusal: Refused | null = null;
  const changed = await changeJob(deps.jobs, jobId, (job) => {
    const moved = transition(job.phase, command);
    refusal = moved.ok ? null : moved;
    if (!moved.ok) return null;
    if (command === 'RESUME' && job.phaseReason === RUN_PAUSED) {
      refusal = refuse(
        'RUN_PHASE',
        `Run ${job.runId ?? job.id} is paused; this wave of it goes on with it: resumeRun.`,
      );
      return null;
    }
    const { phaseReason: _, resumeAt, ...rest } = job;
    // A job that waits for a quota and that somebody pauses waits for them from now on.
    if (!moved.changed) return command === 'PAUSE' && resumeAt !== undefined ? rest : null;
    const now = deps.clock.now();
    if (command === 'LAUNCH') return launched(rest, { now, by: actor.id, minutes });
    const ended = isTerminal(moved.phase) ? { finishedAt: now, recipientsPerSecond: 0 } : {};
    return { ...rest, phase: moved.phase, ...ended };
  });
  if (changed === null) return refuse('NOT_FOUND', `There is no job ${jobId}.`);
  if (refusal !== null) return refusal;
  const { job, isChanged } = changed;
  if (isChanged) await deps.publisher.publish(progressOf(job));
  // Rung for a repeated command too: the first one may have died between its write and its ring.
  if (job.phase === 'SENDING' || job.phase === 'CANCELLED') await deps.doorbell.ring(shardsOf(job));
  return { ok: true, job };
}
