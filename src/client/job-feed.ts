import type { JobProgress } from './job-progress.ts';
import type { LiveFeed, WatchFailure } from './live-feed.ts';

/** Where news of one job comes from; the ways to fail are told, never thrown. */
export interface JobFeed {
  /**
   * Subscribes to a job's snapshots. `onReady` is called each time the subscription has become live, after a reconnect
   * too: what happened before that moment was not heard. Returns a function that unsubscribes.
   */
  subscribe(
    jobId: string,
    listener: {
      readonly onReady: () => void;
      readonly onProgress: (progress: JobProgress) => void;
      readonly onError: (error: WatchFailure) => void;
    },
  ): () => void;
  /** Asks for the job as stored now; null when there is no such job. */
  query(
    jobId: string,
  ): Promise<
    { readonly ok: true; readonly progress: JobProgress | null } | { readonly ok: false; readonly error: WatchFailure }
  >;
}

/** The news of one job out of a feed of any. */
export function newsOfJob(feed: JobFeed, jobId: string): LiveFeed<JobProgress> {
  return {
    subscribe: ({ onReady, onNews, onError }) => feed.subscribe(jobId, { onReady, onProgress: onNews, onError }),
    query: async () => {
      const answer = await feed.query(jobId);
      return answer.ok ? { ok: true, state: answer.progress } : answer;
    },
  };
}
