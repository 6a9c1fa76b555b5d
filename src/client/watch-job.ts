import { amplifyJobFeed } from './amplify-job-feed.ts';
import { followJob } from './follow-job.ts';
import { newsOfJob, type JobFeed } from './job-feed.ts';
import type { JobProgress } from './job-progress.ts';
import type { WatchFailure } from './live-feed.ts';
import { SYSTEM_TIMERS, type Timers } from './timers.ts';

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
  readonly signal?: AbortSignal;
  /** Called with every newer state, besides the iterator. */
  readonly onProgress?: (progress: JobProgress) => void;
  /** Where the news come from; the configured `aws-amplify` client unless told otherwise. */
  readonly feed?: JobFeed;
  readonly timers?: Timers;
}

/** A job being watched. Iterate it, or give `onProgress` and await `done`. */
export interface JobWatch extends AsyncIterable<JobProgress> {
  /** The last state when the job is over; null when the watch was cancelled. Rejects with a {@link WatchJobError}. */
  readonly done: Promise<JobProgress | null>;
  cancel(): void;
}

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
  let latest: JobProgress | null = null;
  let isRead = true;
  let outcome: { readonly failure: WatchFailure | null; readonly isCancelled: boolean } | null = null;
  let wake = (): void => undefined;
  let resolve: (last: JobProgress | null) => void;
  let reject: (error: Error) => void;
  const done = new Promise<JobProgress | null>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  // Whoever iterates does not await `done`; the iterator throws the same error.
  done.catch(() => undefined);

  function finish(failure: WatchFailure | null, isCancelled: boolean): void {
    if (outcome !== null) return;
    outcome = { failure, isCancelled };
    options.signal?.removeEventListener('abort', cancel);
    if (failure === null) resolve(isCancelled ? null : latest);
    else reject(new WatchJobError(jobId, failure));
    wake();
  }

  const feed = options.feed === undefined ? amplifyJobFeed(jobId) : newsOfJob(options.feed, jobId);
  const stop = followJob(feed, jobId, options.timers ?? SYSTEM_TIMERS, {
    onNews(progress) {
      latest = progress;
      isRead = false;
      options.onProgress?.(progress);
      wake();
    },
    onEnd: (failure) => finish(failure, false),
  });

  function cancel(): void {
    stop();
    finish(null, true);
  }

  if (options.signal?.aborted === true) cancel();
  else options.signal?.addEventListener('abort', cancel, { once: true });

  return {
    done,
    cancel,
    async *[Symbol.asyncIterator]() {
      try {
        for (;;) {
          if (latest !== null && !isRead && outcome?.isCancelled !== true) {
            isRead = true;
            yield latest;
          } else if (outcome !== null) {
            if (outcome.failure !== null) throw new WatchJobError(jobId, outcome.failure);
            return;
          } else {
            await new Promise<void>((onWake) => {
              wake = onWake;
            });
          }
        }
      } finally {
        cancel();
      }
    },
  };
}
