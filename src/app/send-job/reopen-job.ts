import type { InDoubtPolicy } from '../../domain/campaign/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { waveJobId } from '../../domain/run/index.ts';
import { transition, type RetryKind } from '../../domain/send-job/index.ts';
import { changeJob } from '../delivery/job/change-job.ts';
import { claimMonth, type ClaimMonthDeps } from '../delivery/job/claim-month.ts';
import { jobTotals, progressOf, type SendJob } from '../delivery/model/job.ts';
import { readPresentCost, type PresentCostDeps } from '../delivery/plan/present-cost.ts';
import { shardsOf } from '../delivery/plan/shard-count.ts';
import type { ReceiptFlags } from '../delivery/model/ports.ts';
import type { Ids } from '../ports.ts';
import type { ControlJobCommand, ControlJobDeps, JobControlled } from './control-job.ts';
import { refuseWhileStopped } from './refuse-while-stopped.ts';

export type ReopenJobDeps = ControlJobDeps &
  ClaimMonthDeps &
  PresentCostDeps & {
    readonly receiptFlags: ReceiptFlags;
    readonly ids: Ids;
  };

/** Sends a completed job once more to those who failed in a way that trying again can mend, and to nobody else. */
export function retryFailed(deps: ReopenJobDeps, command: ControlJobCommand): Promise<JobControlled | Refused> {
  return reopenJob(deps, command, 'FAILED');
}

/**
 * Ends the doubt about recipients of a completed job: HOLD leaves them as they are, for good; RESEND sends to them
 * again, knowing that some will get the message twice.
 */
export function resolveInDoubt(
  deps: ReopenJobDeps,
  { policy, ...command }: ControlJobCommand & { readonly policy: InDoubtPolicy },
): Promise<JobControlled | Refused> {
  return policy === 'RESEND' ? reopenJob(deps, command, 'IN_DOUBT') : holdDoubt(deps, command);
}

async function holdDoubt(deps: ControlJobDeps, { actor, jobId }: ControlJobCommand): Promise<JobControlled | Refused> {
  const changed = await changeJob(deps.jobs, jobId, (job) => {
    if (job.phase !== 'COMPLETED' || job.doubtHeldAt !== undefined) return null;
    return { ...job, doubtHeldAt: deps.clock.now(), doubtHeldBy: actor.id };
  });
  if (changed === null) return refuse('NOT_FOUND', `There is no job ${jobId}.`);
  if (changed.job.phase !== 'COMPLETED') {
    return refuse('JOB_PHASE', `Doubts are resolved when a job is COMPLETED; this one is ${changed.job.phase}.`);
  }
  return { ok: true, job: changed.job };
}

const NOBODY: Readonly<Record<RetryKind, string>> = {
  FAILED: 'Nobody of this job has failed.',
  IN_DOUBT: 'Nobody of this job is in doubt.',
};

function isUnderWay(job: SendJob, kind: RetryKind): boolean {
  return (job.phase === 'SENDING' || job.phase === 'PAUSED') && job.round > 0 && job.retry === kind;
}

/** The job of the wave after the one of this job; null: there is none (yet). */
async function waveAfter({ jobs }: ControlJobDeps, jobId: string): Promise<SendJob | null> {
  const job = await jobs.get(jobId);
  return job?.runId === undefined ? null : jobs.get(waveJobId(job.runId, (job.wave ?? 0) + 1));
}

function begun({ id }: SendJob): Refused {
  return refuse('RUN_PHASE', `Job ${id}, the wave after this one, has begun with those who failed here.`);
}

/**
 * Writes the wave after a job that was just reopened, so that a beginning of it which has not seen that is refused
 * (`startWaveIfDue`). False: it had begun already.
 */
async function holdsBack({ jobs }: ControlJobDeps, next: SendJob): Promise<boolean> {
  const changed = await changeJob(jobs, next.id, (job) => (job.phase === 'SCHEDULED' ? { ...job } : null));
  return changed?.job.phase === 'SCHEDULED';
}

/** Takes a reopening back that came too late, before anybody was rung for it. */
async function endAgain({ jobs }: ControlJobDeps, reopened: SendJob, ended: SendJob): Promise<void> {
  await changeJob(jobs, reopened.id, (job) =>
    job.phase === 'SENDING' && job.round === reopened.round ? { ...ended } : null,
  );
}

async function reopenJob(
  deps: ReopenJobDeps,
  { jobId }: ControlJobCommand,
  kind: RetryKind,
): Promise<JobControlled | Refused> {
  const settings = await deps.deliverySettings.get();
  const stopped = refuseWhileStopped(settings);
  if (stopped !== null) return stopped;
  const next = await waveAfter(deps, jobId);
  if (next !== null && next.phase !== 'SCHEDULED') return begun(next);
  const tooDear = kind === 'IN_DOUBT' ? await claimResend(deps, jobId, settings.monthlyBudgetKrw) : null;
  if (tooDear !== null) return tooDear;
  let refusal: Refused | null = null;
  let ended: SendJob | null = null;
  const changed = await changeJob(deps.jobs, jobId, (job) => {
    refusal = null;
    ended = job;
    // Repeating the command while it is carried out changes nothing.
    if (isUnderWay(job, kind)) return null;
    const moved = transition(job.phase, 'RETRY');
    if (!moved.ok) {
      refusal = moved;
      return null;
    }
    const { failed, inDoubt } = jobTotals(job);
    if ((kind === 'FAILED' ? failed : inDoubt) === 0) {
      refusal = refuse('NOTHING_TO_RETRY', NOBODY[kind]);
      return null;
    }
    // The deadline is the job's, not the round's: whoever may not be reached after it may not be by a retry either.
    if (job.sendUntil !== undefined && deps.clock.now() >= job.sendUntil) {
      refusal = refuse('JOB_EXPIRED', `This job sends until ${new Date(job.sendUntil).toISOString()} only.`);
      return null;
    }
    const { finishedAt: _, doubtHeldAt: __, doubtHeldBy: ___, ...rest } = job;
    return { ...rest, phase: moved.phase, round: job.round + 1, retry: kind };
  });
  if (changed === null) return refuse('NOT_FOUND', `There is no job ${jobId}.`);
  if (refusal !== null) return refusal;
  const { job, isChanged } = changed;
  if (isChanged && ended !== null && next !== null && !(await holdsBack(deps, next))) {
    await endAgain(deps, job, ended);
    return begun(next);
  }
  if (isChanged) await deps.publisher.publish(progressOf(job));
  // What receipts change is counted from the results of this round, once it has ended.
  await deps.receiptFlags.raise(jobId, deps.ids.next());
  if (job.phase === 'SENDING') await deps.doorbell.ring(shardsOf(job));
  return { ok: true, job };
}

/** Who failed has cost nothing; who is in doubt may cost twice, and the month has to pay for it. */
async function claimResend(
  deps: ReopenJobDeps,
  jobId: string,
  monthlyBudgetKrw: number | undefined,
): Promise<Refused | null> {
  const job = monthlyBudgetKrw === undefined ? null : await deps.jobs.get(jobId);
  if (job?.phase !== 'COMPLETED' || job.audience === 'CALL') return null;
  const now = deps.clock.now();
  const planned = await readPresentCost(deps, job, now);
  // Nobody knows whose messages are in doubt cost more: each is claimed as the others on average.
  const share = jobTotals(job).inDoubt / Math.max(1, job.sent.included);
  const cost = planned === null ? null : Math.ceil(planned * share);
  const claimId = `${job.id} round ${job.round + 1}`;
  return claimMonth(deps, { claimId, cost }, { monthlyBudgetKrw, now });
}
