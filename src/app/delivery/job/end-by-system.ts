import { isTerminal, transition } from '../../../domain/send-job/index.ts';
import type { Clock } from '../../ports.ts';
import { changeJob } from './change-job.ts';
import { progressOf, type SendJob } from '../model/job.ts';
import type { Doorbell, JobStore, ProgressPublisher } from '../model/ports.ts';
import { shardsOf } from '../plan/shard-count.ts';

export type EndBySystemDeps = {
  readonly jobs: JobStore;
  readonly doorbell: Doorbell;
  readonly publisher: ProgressPublisher;
  readonly clock: Clock;
};

/** Pauses, cancels or fails a job that cannot or may not go on, and says why; nothing happens when it has moved on meanwhile. */
export async function endBySystem(
  deps: EndBySystemDeps,
  seen: Pick<SendJob, 'id' | 'phase' | 'round'>,
  command: 'PAUSE' | 'CANCEL' | 'FAIL',
  reason: string,
  /** With PAUSE: when the job goes on by itself (milliseconds since the epoch). */
  resumeAt?: number,
): Promise<void> {
  const changed = await changeJob(deps.jobs, seen.id, (job) => {
    if (job.phase !== seen.phase || job.round !== seen.round) return null;
    const moved = transition(job.phase, command);
    if (!moved.ok || !moved.changed) return null;
    const ended = isTerminal(moved.phase) ? { finishedAt: deps.clock.now() } : {};
    const resumes = resumeAt === undefined ? {} : { resumeAt };
    const { resumeAt: _, ...rest } = job;
    return { ...rest, phase: moved.phase, phaseReason: reason, recipientsPerSecond: 0, ...ended, ...resumes };
  });
  if (changed?.isChanged !== true) return;
  await deps.publisher.publish(progressOf(changed.job));
  // What is in flight has to be accounted for.
  if (isTerminal(changed.job.phase)) await deps.doorbell.ring(shardsOf(changed.job));
}
