import type { JobProgress } from '../job-progress.ts';
import { watchJob } from '../watch-job.ts';
import { createLiveStores, type LiveAgain } from './live-store.ts';
import { useLive } from './use-live.ts';

const jobs = createLiveStores<JobProgress>((jobId, onProgress) => watchJob(jobId, { onProgress }));

/**
 * A send job, live. However many components show one job, it is subscribed to once; while its id is not
 * known yet (null, undefined or empty) nothing is.
 *
 * @example
 * const { data, error } = useJob(jobId);
 */
export function useJob(jobId: string | null | undefined): LiveAgain<JobProgress> {
  return useLive(jobs, jobId);
}
