import { useSyncExternalStore } from 'react';
import type { JobProgress } from '../job-progress.ts';
import { watchJob } from '../watch-job.ts';
import { createLiveStores, type Live } from './live-store.ts';

const jobs = createLiveStores<JobProgress>((jobId, onProgress) => watchJob(jobId, { onProgress }));

/**
 * A send job, live. However many components show one job, it is subscribed to once.
 *
 * @example
 * const { data, error } = useJob(jobId);
 */
export function useJob(jobId: string): Live<JobProgress> {
  const { subscribe, read } = jobs(jobId);
  return useSyncExternalStore(subscribe, read, read);
}
