import { transition } from '../../../domain/send-job/index.ts';
import type { Clock } from '../../ports.ts';
import { progressOf, type SendJob } from '../model/job.ts';
import type { Doorbell, JobStore, ProgressPublisher } from '../model/ports.ts';
import { shardsOf } from '../plan/shard-count.ts';
import { changeJob } from './change-job.ts';

export type ResumeIfDueDeps = {
  readonly jobs: JobStore;
  readonly doorbell: Doorbell;
  readonly publisher: ProgressPublisher;
  readonly clock: Clock;
};

/** Lets a job go on whose quota counts anew; one that a person has paused since waits for them. True when it went on. */
export async function resumeIfDue(deps: ResumeIfDueDeps, seen: SendJob): Promise<boolean> {
  const now = deps.clock.now();
  const isDue = ({ phase, resumeAt }: SendJob): boolean =>
    phase === 'PAUSED' && resumeAt !== undefined && resumeAt <= now;
  if (!isDue(seen)) return false;
  const resume = (job: SendJob): Omit<SendJob, 'seq'> | null => {
    const moved = transition(job.phase, 'RESUME');
    if (!isDue(job) || !moved.ok) return null;
    const { phaseReason: _, resumeAt: __, ...rest } = job;
    return { ...rest, phase: moved.phase };
  };
  const changed = await changeJob(deps.jobs, seen.id, resume, { seen });
  if (changed?.isChanged !== true) return false;
  await deps.publisher.publish(progressOf(changed.job));
  await deps.doorbell.ring(shardsOf(changed.job));
  return true;
}
