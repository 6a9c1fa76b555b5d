import { isTerminal, mayFollow } from '../../../domain/send-job/index.ts';
import { JobPhaseInvariantError } from '../model/invariants.ts';
import type { SendJob } from '../model/job.ts';
import type { JobStore } from '../model/ports.ts';

/** Ticks and commands race for the same row; each loser reads again. */
const MAX_TRIES = 20;

/** The job as stored, and whether this call changed it. */
export type JobChange = { readonly job: SendJob; readonly isChanged: boolean };

/**
 * Applies a change to a job under its `seq`; `change` answers null to leave it as it is. `seen` is the job as the caller
 * read it just now: when nobody has changed it since, it is not read again. Null: no such job.
 */
export async function changeJob(
  jobs: JobStore,
  jobId: string,
  change: (job: SendJob) => Omit<SendJob, 'seq'> | null | Promise<Omit<SendJob, 'seq'> | null>,
  { seen }: { readonly seen?: SendJob } = {},
): Promise<JobChange | null> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const job = (attempt === 0 ? seen : undefined) ?? (await jobs.get(jobId));
    if (job === null) return null;
    const changed = await change(job);
    if (changed === null) return { job, isChanged: false };
    if (!mayFollow(job.phase, changed.phase)) throw new JobPhaseInvariantError(jobId, job.phase, changed.phase);
    const { isAnnounced, ...rest } = changed;
    // A job that is reopened has an end before it again.
    const announced = isAnnounced === true && isTerminal(rest.phase) ? { isAnnounced } : {};
    const next: SendJob = { ...rest, ...announced, seq: job.seq + 1 };
    if (await jobs.save(next, job.seq)) return { job: next, isChanged: true };
  }
  throw new Error(`Job ${jobId} changed ${MAX_TRIES} times while one change was to be made to it.`);
}
