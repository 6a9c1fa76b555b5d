import type { JobProgress } from '../job-progress.ts';
import { watchJob } from '../watch-job.ts';
import { createLiveStores, type Live } from './live-store.ts';
import { useLive } from './use-live.ts';

const jobs = createLiveStores<JobProgress>((jobId, onProgress) => watchJob(jobId, { onProgress }));

/**
 * A send job, live. However many components show one job, it is subscribed to once.
 *
 * @example
 * const { data, error } = useJob(jobId);
 */
export function useJob(jobId: string): Live<JobProgress> {
  return useLive(jobs, jobId);
}
