import type { JobFeed, WatchFailure } from './job-feed.ts';
import { isOver, mergeProgress, type JobProgress } from './job-progress.ts';

/** Time as the watcher uses it; tests supply their own. */
export interface Timers {
  /** Calls back once after a while; returns a function that prevents it. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** Who hears what becomes of a followed job; neither function is called after the job is no longer followed. */
export interface FollowListener {
  /** A newer state; `seq` only ever rises. */
  readonly onProgress: (progress: JobProgress) => void;
  /** Called once, last: the job is over, or it cannot be watched any further. */
  readonly onEnd: (failure: WatchFailure | null) => void;
}

/** A final tick may be lost on its way: after this silence the stored job is asked. */
const QUIET_MILLISECONDS = 10_000;
const FIRST_RETRY_MILLISECONDS = 500;
const LAST_RETRY_MILLISECONDS = 30_000;

/**
 * Follows one job to its end: subscribes, then queries, then merges by `seq`; queries again after every reconnect and
 * after a silence. Returns a function that stops following (without `onEnd`).
 */
export function followJob(feed: JobFeed, jobId: string, timers: Timers, listener: FollowListener): () => void {
  let known: JobProgress | null = null;
  let isStopped = false;
  let failures = 0;
  let unsubscribe = (): void => undefined;
  let cancelQuiet = (): void => undefined;
  let cancelRetry = (): void => undefined;

  function stop(): void {
    isStopped = true;
    cancelQuiet();
    cancelRetry();
    unsubscribe();
  }

  function end(failure: WatchFailure | null): void {
    if (isStopped) return;
    stop();
    listener.onEnd(failure);
  }

  function hear(heard: JobProgress): void {
    if (isStopped) return;
    failures = 0;
    waitForSilence();
    const news = mergeProgress(known, heard);
    if (news === null) return;
    known = news;
    listener.onProgress(news);
    if (isOver(news)) end(null);
  }

  function waitForSilence(): void {
    cancelQuiet();
    cancelQuiet = timers.after(QUIET_MILLISECONDS, ask);
  }

  function ask(): void {
    if (isStopped) return;
    waitForSilence();
    void feed.query(jobId).then((answer) => {
      if (!answer.ok) return fail(answer.error, ask);
      if (answer.progress !== null) return hear(answer.progress);
      end({ code: 'NOT_FOUND', message: `There is no job ${jobId}.`, isFinal: true });
    });
  }

  function fail(failure: WatchFailure, retry: () => void): void {
    if (isStopped) return;
    if (failure.isFinal) return end(failure);
    failures += 1;
    cancelRetry();
    cancelRetry = timers.after(
      Math.min(FIRST_RETRY_MILLISECONDS * 2 ** (failures - 1), LAST_RETRY_MILLISECONDS),
      retry,
    );
  }

  function subscribe(): void {
    if (isStopped) return;
    unsubscribe();
    unsubscribe = feed.subscribe(jobId, {
      onReady: ask,
      onProgress: hear,
      onError: (failure) => fail(failure, subscribe),
    });
    // A feed may end everything while it subscribes, before its unsubscriber was known here.
    if (isStopped) unsubscribe();
  }

  waitForSilence();
  subscribe();
  return stop;
}
