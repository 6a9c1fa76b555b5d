import { followLive, type LiveListener, type LiveRules } from './follow-live.ts';
import type { JobFeed } from './job-feed.ts';
import { isOver, mergeProgress, type JobProgress } from './job-progress.ts';
import type { Timers } from './timers.ts';

const QUIET_MS = 10_000;

/** Follows one job to its end; returns a function that stops following (without `onEnd`). */
export function followJob(
  feed: JobFeed,
  jobId: string,
  timers: Timers,
  listener: LiveListener<JobProgress>,
): () => void {
  const rules: LiveRules<JobProgress> = {
    merge: mergeProgress,
    isOver,
    whenMissing: () => ({ code: 'NOT_FOUND', message: `There is no job ${jobId}.`, isFinal: true }),
    quietMs: () => QUIET_MS,
  };
  return followLive(
    {
      subscribe: ({ onReady, onNews, onError }) => feed.subscribe(jobId, { onReady, onProgress: onNews, onError }),
      query: async () => {
        const answer = await feed.query(jobId);
        return answer.ok ? { ok: true, state: answer.progress } : answer;
      },
    },
    rules,
    timers,
    listener,
  );
}
