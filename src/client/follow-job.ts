import { followLive, type LiveListener, type LiveRules } from './follow-live.ts';
import { isOver, mergeProgress, type JobProgress } from './job-progress.ts';
import type { LiveFeed } from './live-feed.ts';
import type { Timers } from './timers.ts';

const QUIET_MS = 10_000;

/** Follows one job to its end; returns a function that stops following (without `onEnd`). */
export function followJob(
  feed: LiveFeed<JobProgress>,
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
  return followLive(feed, rules, timers, listener);
}
