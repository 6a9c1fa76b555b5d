import { amplifyJobFeed } from './amplify-job-feed.ts';
import type { ClientError } from './client-error.ts';
import { followJob } from './follow-job.ts';
import { newsOfJob, type JobFeed } from './job-feed.ts';
import type { JobProgress } from './job-progress.ts';
import type { WatchFailure } from './live-feed.ts';
import { SYSTEM_TIMERS, type Timers } from './timers.ts';
import { createWatch, type Watch } from './watch.ts';

/** A job cannot be watched any further: it does not exist, you may not see it, or there is no WebSocket. */
export class WatchJobError extends Error {
  override readonly name = 'WatchJobError';
  readonly code: string;
  readonly jobId: string;

  constructor(jobId: string, failure: WatchFailure) {
    super(failure.message);
    this.code = failure.code;
    this.jobId = jobId;
  }
}

/** How a watch is ended and followed; `feed` and `timers` are for tests and other transports. */
export interface WatchJobOptions {
  /** Ends the watch without an error. */
  readonly signal?: AbortSignal | undefined;
  /** Called with every newer state, besides the iterator. */
  readonly onProgress?: (progress: JobProgress) => void;
  /** Hears, once and last, why it cannot be watched any further, besides what is thrown. */
  readonly onError?: (error: ClientError) => void;
  /** Where the news come from; the configured `aws-amplify` client unless told otherwise. */
  readonly feed?: JobFeed;
  readonly timers?: Timers;
}

/** A job being watched. `done` rejects with a {@link WatchJobError}. */
export type JobWatch = Watch<JobProgress>;

/**
 * Watches a send job live until it is over. States arrive in order; a slow reader gets the newest one, not all of them.
 * A network that is away is waited for, until the watch is cancelled.
 *
 * @example
 * for await (const { phase, accepted, included } of watchJob(jobId)) {
 *   console.log(`${phase}: ${accepted} of ${included}`);
 * }
 */
export function watchJob(jobId: string, options: WatchJobOptions = {}): JobWatch {
  const { signal, onProgress: onNews, onError, timers = SYSTEM_TIMERS } = options;
  return createWatch<JobProgress>(
    {
      follow: (listener) => {
        const feed = options.feed === undefined ? amplifyJobFeed(jobId) : newsOfJob(options.feed, jobId);
        return followJob(feed, jobId, timers, listener);
      },
      errorOf: (failure) => new WatchJobError(jobId, failure),
    },
    { signal, onNews, onError },
  );
}
