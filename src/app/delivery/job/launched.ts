import type { SendJob } from '../model/job.ts';
import { campaignOf, readableSpec } from '../model/job-spec.ts';
import type { JobStore } from '../model/ports.ts';

/** How long a job may send at the most, in minutes, as its campaign says; undefined: as long as it takes. */
export async function minutesToSend(jobs: Pick<JobStore, 'getSpec'>, jobId: string): Promise<number | undefined> {
  return campaignOf(readableSpec(await jobs.getSpec(jobId)))?.maxDurationMinutes;
}

/** A job that begins to send now; times in milliseconds since the epoch, `minutes` as `minutesToSend` has them. */
export function launched(
  job: Omit<SendJob, 'seq'>,
  { now, by, minutes }: { readonly now: number; readonly by: string; readonly minutes?: number | undefined },
): Omit<SendJob, 'seq'> {
  const sendUntil = minutes === undefined ? {} : { sendUntil: now + minutes * 60_000 };
  return { ...job, phase: 'SENDING', launchedAt: now, launchedBy: by, ...sendUntil };
}
