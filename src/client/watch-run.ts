import { generateClient } from 'aws-amplify/api';
import { amplifyJobFeed } from './amplify-job-feed.ts';
import { askAmplify } from './amplify-feed.ts';
import type { ClientError } from './client-error.ts';
import { followLive, type LiveRules } from './follow-live.ts';
import { runProgress } from './generated/queries.ts';
import type { JobProgress } from './job-progress.ts';
import type { LiveAnswer, LiveFeed } from './live-feed.ts';
import type { Answer } from './operations.ts';
import { SYSTEM_TIMERS, type Timers } from './timers.ts';
import { createWatch, type Watch } from './watch.ts';
import { WatchError } from './watch-error.ts';

/** Where a run stands: its waves, and totals in which everybody counts once. */
export type RunProgress = Answer<'runProgress'>;

/** How a watch is ended and followed; `feeds` and `timers` are for tests and other transports. */
export interface WatchRunOptions {
  /** Ends the watch without an error. */
  readonly signal?: AbortSignal | undefined;
  /** Called with every newer state, besides the iterator. */
  readonly onProgress?: (progress: RunProgress) => void;
  /** Hears, once and last, why it cannot be watched any further, besides what is thrown. */
  readonly onError?: (error: ClientError) => void;
  /** Where the news come from; the configured `aws-amplify` client unless told otherwise. */
  readonly feeds?: RunFeeds;
  readonly timers?: Timers;
}

/** A run is asked for as a whole; what is pushed are the jobs of its waves. */
export type RunFeeds = {
  readonly ask: () => Promise<LiveAnswer<RunProgress>>;
  readonly jobFeed: (jobId: string) => LiveFeed<JobProgress>;
};

const QUIET_MS = 10_000;
/** A wave tells its own numbers with every tick; those of the run, in which everybody counts once, are asked for as often. */
const TOTALS_EVERY_MS = 2_000;

const OVER: ReadonlySet<string> = new Set(['COMPLETED', 'CANCELLED', 'FAILED']);

/**
 * Watches a run live, wave after wave, until it is over. Between two waves it waits, for days if need be.
 *
 * @example
 * for await (const { run, waves } of watchRun(runId)) console.log(run.phase, waves.at(-1)?.accepted);
 */
export function watchRun(runId: string, options: WatchRunOptions = {}): Watch<RunProgress> {
  const { signal, onProgress: onNews, onError, timers = SYSTEM_TIMERS } = options;
  const rules: LiveRules<RunProgress> = {
    merge: (known, heard) => (JSON.stringify(known) === JSON.stringify(heard) ? null : heard),
    isOver: ({ run }) => OVER.has(run.phase),
    whenMissing: () => ({ code: 'NOT_FOUND', message: `There is no run ${runId}.`, isFinal: true }),
    quietMs: () => QUIET_MS,
  };
  return createWatch<RunProgress>(
    {
      follow: (listener) =>
        followLive(feedOfRun(runId, options.feeds ?? amplifyRunFeeds(runId), timers), rules, timers, listener),
      errorOf: (failure) => new WatchError(`run ${runId}`, failure),
    },
    { signal, onNews, onError },
  );
}

/** The news of a run: those of its present wave's job, and of the next one's as soon as there is one. */
function feedOfRun(runId: string, { ask, jobFeed }: RunFeeds, timers: Timers): LiveFeed<RunProgress> {
  let known: RunProgress | null = null;
  let ticks = 0;
  let jobId = runId;
  let listener: Parameters<LiveFeed<RunProgress>['subscribe']>[0] | null = null;
  let unsubscribe = (): void => undefined;
  let cancelTotals: (() => void) | null = null;

  const hear = (tick: JobProgress): void => {
    const wave = known?.waves.find((one) => one.jobId === tick.jobId);
    if (known === null || wave === undefined) return listener?.onReady();
    ticks += 1;
    known = withWave(known, tick);
    listener?.onNews(known);
    if (wave.phase !== tick.phase) return listener?.onReady();
    cancelTotals ??= timers.after(TOTALS_EVERY_MS, () => {
      cancelTotals = null;
      listener?.onReady();
    });
  };
  const listen = (): void => {
    unsubscribe();
    if (listener === null) return;
    const { onReady, onError } = listener;
    unsubscribe = jobFeed(jobId).subscribe({ onReady, onNews: hear, onError });
  };
  return {
    subscribe(next) {
      listener = next;
      listen();
      return () => {
        listener = null;
        cancelTotals?.();
        cancelTotals = null;
        unsubscribe();
      };
    },
    async query() {
      const before = ticks;
      const answer = await ask();
      if (!answer.ok || answer.state === null) return answer;
      // What was pushed while the question was under way is newer than its answer; it is asked again soon.
      known =
        known !== null && ticks !== before ? { ...answer.state, waves: newerWaves(known, answer.state) } : answer.state;
      const latest = known.waves.at(-1)?.jobId ?? runId;
      if (latest !== jobId && !OVER.has(known.run.phase)) {
        jobId = latest;
        listen();
      }
      return { ok: true, state: known };
    },
  };
}

function withWave(progress: RunProgress, tick: JobProgress): RunProgress {
  const { phase, phaseReason, planned, included, accepted, delivered, opened, clicked } = tick;
  const { complained, failed, optedOut, skipped, inDoubt } = tick;
  const counts = { planned, included, accepted, delivered, opened, clicked };
  const others = { complained, failed, optedOut, skipped, inDoubt };
  const waves = progress.waves.map((wave) =>
    wave.jobId === tick.jobId ? { ...wave, phase, phaseReason: phaseReason ?? null, ...counts, ...others } : wave,
  );
  return { ...progress, waves };
}

function newerWaves(known: RunProgress, answer: RunProgress): RunProgress['waves'] {
  const last = known.waves.at(-1);
  return answer.waves.map((wave) => (wave.jobId === last?.jobId ? last : wave));
}

function amplifyRunFeeds(runId: string): RunFeeds {
  const client = generateClient();
  const ask = async (): Promise<RunProgress | null> => {
    const { data } = await client.graphql({ query: runProgress, variables: { runId } });
    return data.runProgress ?? null;
  };
  return { ask: () => askAmplify(ask), jobFeed: (jobId) => amplifyJobFeed(jobId) };
}
