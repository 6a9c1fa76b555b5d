import type { JobFeed } from '../../../src/client/job-feed.ts';
import type { JobProgress } from '../../../src/client/job-progress.ts';
import type { WatchFailure } from '../../../src/client/live-feed.ts';
import type { Timers } from '../../../src/client/timers.ts';

/** A snapshot with one number that grows with `seq`. */
export function snapshot(seq: number, phase: JobProgress['phase'] = 'SENDING'): JobProgress {
  return {
    jobId: 'job',
    seq,
    phase,
    phaseReason: null,
    planned: 100,
    included: 100,
    excluded: [],
    accepted: seq,
    delivered: 0,
    opened: 0,
    clicked: 0,
    complained: 0,
    failed: 0,
    optedOut: 0,
    skipped: 0,
    inDoubt: 0,
    steps: [],
    recipientsPerSecond: null,
    secondsLeft: null,
    at: '2026-11-23T00:00:00.000Z',
  };
}

type Listener = Parameters<JobFeed['subscribe']>[1];
type Answer = Awaited<ReturnType<JobFeed['query']>>;

/** A feed whose news a test decides, with a record of what was asked in which order. */
export function scriptedFeed(answers: (() => Answer)[]) {
  const calls: string[] = [];
  let listener: Listener | null = null;
  const current = (): Listener => {
    if (listener === null) throw new Error('Nobody is subscribed.');
    return listener;
  };
  const feed: JobFeed = {
    subscribe(_jobId, next) {
      calls.push('subscribe');
      listener = next;
      return () => calls.push('unsubscribe');
    },
    async query() {
      calls.push('query');
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer === undefined) throw new Error('The script has no answer.');
      return answer();
    },
  };
  return {
    feed,
    calls,
    ready: () => current().onReady(),
    tick: (progress: JobProgress) => current().onProgress(progress),
    break: (failure: WatchFailure) => current().onError(failure),
  };
}

/** Timers that a test lets elapse by hand. */
export function manualTimers() {
  const waiting = new Map<number, { readonly at: number; readonly callback: () => void }>();
  let now = 0;
  let next = 0;
  const timers: Timers = {
    after(milliseconds, callback) {
      const id = (next += 1);
      waiting.set(id, { at: now + milliseconds, callback });
      return () => void waiting.delete(id);
    },
  };
  return {
    timers,
    waiting: () => waiting.size,
    elapse(milliseconds: number) {
      now += milliseconds;
      for (const [id, timer] of [...waiting]) {
        if (timer.at > now || !waiting.delete(id)) continue;
        timer.callback();
      }
    },
  };
}

/** Lets every promise that can settle do so. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
