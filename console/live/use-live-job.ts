import { queryOptions, skipToken, useQueries, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { followLive } from '../../src/client/follow-live.ts';
import type { JobProgress } from '../../src/client/job-progress.ts';
import type { WatchFailure } from '../../src/client/live-feed.ts';
import { SYSTEM_TIMERS } from '../../src/client/timers.ts';
import { newerProgress } from './newer-progress.ts';
import { amplifyJobFeed, type JobRow } from '../../src/client/amplify-job-feed.ts';

/** What is known of a job: where it stands, since when, and what else is stored of it. */
export interface LiveJob {
  readonly progress: JobProgress | undefined;
  readonly row: JobRow | undefined;
  /** It cannot be followed: there is none of this id, or somebody may not see it. */
  readonly failure: WatchFailure | undefined;
}

const SENDING_QUIET_MS = 10_000;
/** Nothing is expected of a job that is over or waits for a person; the socket says when it was away. */
const IDLE_QUIET_MS = 15 * 60_000;
/** A page that is left for another one of the same job need not subscribe anew. */
const LINGER_MS = 500;

const keyOf = {
  progress: (jobId: string) => ['progress', jobId] as const,
  row: (jobId: string) => ['job', jobId] as const,
  failure: (jobId: string) => ['unfollowed', jobId] as const,
};

interface Followed {
  readers: number;
  readonly stop: () => void;
}

const followed = new Map<string, Followed>();

function follow(queries: QueryClient, jobId: string): () => void {
  let latest: JobProgress | null = null;
  const feed = amplifyJobFeed(jobId, (row) => queries.setQueryData(keyOf.row(jobId), row));
  return followLive(
    feed,
    {
      merge: newerProgress,
      // Receipts move the counts of a job that is over, and retries reopen it.
      isOver: () => false,
      whenMissing: () => ({ code: 'NOT_FOUND', message: `There is no job ${jobId}.`, isFinal: true }),
      quietMs: () => (latest === null || isMoving(latest) ? SENDING_QUIET_MS : IDLE_QUIET_MS),
    },
    SYSTEM_TIMERS,
    {
      onNews: (progress) => {
        const before = latest;
        latest = progress;
        queries.setQueryData(keyOf.progress(jobId), progress);
        if (before !== null && before.phase !== progress.phase) void queries.invalidateQueries({ queryKey: ['runs'] });
        // Nothing of a plan that waits is counted: what is new of it, such as its approval, is stored and not pushed.
        else if (before !== null && progress.phase === 'PLANNED') void feed.query();
      },
      onEnd: (failure) => {
        if (failure !== null) queries.setQueryData(keyOf.failure(jobId), failure);
      },
    },
  );
}

function isMoving({ phase }: JobProgress): boolean {
  return phase === 'PLANNING' || phase === 'SENDING';
}

/** Follows a job for one more reader; all readers share one subscription. */
function acquire(queries: QueryClient, jobId: string): () => void {
  const known = followed.get(jobId);
  const entry = known ?? { readers: 0, stop: follow(queries, jobId) };
  entry.readers += 1;
  followed.set(jobId, entry);
  return () => {
    entry.readers -= 1;
    setTimeout(() => {
      if (entry.readers > 0 || followed.get(jobId) !== entry) return;
      followed.delete(jobId);
      entry.stop();
    }, LINGER_MS);
  };
}

function progressQuery(jobId: string) {
  return queryOptions<JobProgress>({ queryKey: keyOf.progress(jobId), queryFn: skipToken });
}

/** A job, live: pushed, merged by `seq`, kept as long as somebody looks at it. */
export function useLiveJob(jobId: string | undefined): LiveJob {
  const queries = useQueryClient();
  useEffect(() => (jobId === undefined ? undefined : acquire(queries, jobId)), [queries, jobId]);
  const id = jobId ?? '';
  const progress = useQuery(progressQuery(id));
  const row = useQuery<JobRow>({ queryKey: keyOf.row(id), queryFn: skipToken });
  const failure = useQuery<WatchFailure>({ queryKey: keyOf.failure(id), queryFn: skipToken });
  return { progress: progress.data, row: row.data, failure: failure.data };
}

/** Several jobs, live: where each stands, by its id, as far as it has been heard. */
export function useLiveJobs(jobIds: readonly string[]): ReadonlyMap<string, JobProgress> {
  const queries = useQueryClient();
  const ids = jobIds.join(' ');
  useEffect(() => {
    const stops = ids
      .split(' ')
      .filter(Boolean)
      .map((jobId) => acquire(queries, jobId));
    return () => {
      for (const stop of stops) stop();
    };
  }, [queries, ids]);
  const heard = useQueries({
    queries: jobIds.map((jobId) => progressQuery(jobId)),
  });
  const known = new Map<string, JobProgress>();
  for (const [index, jobId] of jobIds.entries()) {
    const progress = heard[index]?.data;
    if (progress !== undefined) known.set(jobId, progress);
  }
  return known;
}
