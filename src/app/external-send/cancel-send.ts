import type { ApiClient } from '../../domain/api-client/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { transition } from '../../domain/send-job/index.ts';
import { changeJob } from '../delivery/job/change-job.ts';
import type { SendJob } from '../delivery/model/job.ts';
import type { Doorbell, JobStore } from '../delivery/model/ports.ts';
import { shardsOf } from '../delivery/plan/shard-count.ts';
import type { Clock } from '../ports.ts';

export type CancelSendDeps = { readonly jobs: JobStore; readonly doorbell: Doorbell; readonly clock: Clock };

/**
 * Cancels a call of the client's own that is scheduled for later. Of this and the job's start exactly one takes effect:
 * a job that has begun is refused. Repeating it is fine.
 */
export async function cancelSend(
  deps: CancelSendDeps,
  { client, jobId }: { readonly client: ApiClient; readonly jobId: string },
): Promise<{ readonly ok: true } | Refused<'NOT_FOUND' | 'ALREADY_STARTED'>> {
  const job = await deps.jobs.get(jobId);
  if (job?.createdBy !== `client:${client.id}`) {
    return refuse('NOT_FOUND', `There is no job ${jobId} of the API client ${client.id}.`);
  }
  const cancel = (present: SendJob): Omit<SendJob, 'seq'> | null => {
    const moved = transition(present.phase, 'CANCEL');
    // A marketer may cancel later too; a server only what has not begun.
    if (present.phase !== 'SCHEDULED' || !moved.ok) return null;
    return { ...present, phase: moved.phase, finishedAt: deps.clock.now() };
  };
  const changed = await changeJob(deps.jobs, jobId, cancel, { seen: job });
  if (changed?.job.phase !== 'CANCELLED') {
    return refuse(
      'ALREADY_STARTED',
      `The job ${jobId} is no longer SCHEDULED; only before its start can it be cancelled.`,
    );
  }
  // Its shard is closed by a worker, which also tells whoever watches.
  await deps.doorbell.ring(shardsOf(changed.job));
  return { ok: true };
}
