import { waveJobId, type Run } from '../../../domain/run/index.ts';
import { isTerminal } from '../../../domain/send-job/index.ts';
import type { Clock } from '../../ports.ts';
import { RUN_PAUSED } from '../model/due-at.ts';
import { progressOf, type SendJob } from '../model/job.ts';
import type { Doorbell, JobStore, ProgressPublisher } from '../model/ports.ts';
import { shardsOf } from '../plan/shard-count.ts';
import { changeJob } from './change-job.ts';
import { launched, minutesToSend } from './launched.ts';
import { forPerson, whyNotLaunch, type WhyNotLaunchDeps } from './why-not-launch.ts';

export type FollowRunDeps = WhyNotLaunchDeps & {
  readonly jobs: JobStore;
  readonly doorbell: Doorbell;
  readonly publisher: ProgressPublisher;
  readonly clock: Clock;
};

/**
 * Has the job of a run's present wave do what people ordered of the run, and that of the wave before while it is sent once
 * more to those who failed. A job remembers which order it followed last: whoever knows older ones, as after a stall,
 * changes nothing any more. An order that was given and not followed, because its giver died in between, is followed by
 * the next sweep.
 */
export async function followRun(deps: FollowRunDeps, run: Run): Promise<void> {
  if (run.wave > 0) await follow(deps, run, run.wave - 1);
  await follow(deps, run, run.wave);
}

async function follow(deps: FollowRunDeps, run: Run, wave: number): Promise<void> {
  const jobId = waveJobId(run.id, wave);
  const minutes = await minutesToSend(deps.jobs, jobId);
  const changed = await changeJob(deps.jobs, jobId, async (job) => {
    if ((job.followedOrders ?? 0) >= run.orders) return null;
    // What is through has nothing to follow any more.
    if (wave < run.wave && isTerminal(job.phase)) return null;
    const now = deps.clock.now();
    // To go on is no approval, and no money: what waits for either is launched by a person.
    const hold = run.phase === 'RUNNING' && job.phase === 'PLANNED' ? await whyNotLaunch(deps, job, { now }) : null;
    const next = hold === null ? obey(job, run, now, minutes) : forPerson(job, hold);
    return { ...next, followedOrders: run.orders };
  });
  if (changed === null) return;
  const { job, isChanged } = changed;
  if (isChanged) await deps.publisher.publish(progressOf(job));
  if (job.phase === 'SENDING' || job.phase === 'CANCELLED') await deps.doorbell.ring(shardsOf(job));
}

function obey(job: SendJob, run: Run, now: number, minutes: number | undefined): Omit<SendJob, 'seq'> {
  if (isTerminal(job.phase)) return job;
  switch (run.phase) {
    case 'PAUSED':
      return pause(job);
    case 'RUNNING':
      return goOn(job, now, minutes);
    case 'CANCELLED':
    case 'FAILED':
      return { ...job, phase: 'CANCELLED', phaseReason: 'RUN_ENDED', finishedAt: now, recipientsPerSecond: 0 };
    case 'PLANNED':
    case 'COMPLETED':
      return job;
  }
}

/** One that waits for its time asks its run before it begins; one that is being planned does not send when it is. */
function pause({ launchesWhenPlanned: _, resumeAt: __, ...job }: SendJob): SendJob {
  const isSending = job.phase === 'SENDING' || job.phase === 'PAUSED';
  return isSending ? { ...job, phase: 'PAUSED', phaseReason: RUN_PAUSED, recipientsPerSecond: 0 } : job;
}

function goOn(job: SendJob, now: number, minutes: number | undefined): Omit<SendJob, 'seq'> {
  switch (job.phase) {
    case 'PLANNING':
      return { ...job, launchesWhenPlanned: true };
    case 'PLANNED':
      return launched(job, { now, by: job.createdBy, minutes });
    case 'PAUSED': {
      const { phaseReason: _, resumeAt: __, ...rest } = job;
      return { ...rest, phase: 'SENDING' };
    }
    default:
      return job;
  }
}
