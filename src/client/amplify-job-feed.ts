import { generateClient } from 'aws-amplify/api';
import { createAmplifyFeed } from './amplify-feed.ts';
import { getSendJob } from './generated/queries.ts';
import { onJobProgress } from './generated/subscriptions.ts';
import type { OnJobProgressSubscription } from './generated/types.ts';
import { toProgress, type JobProgress } from './job-progress.ts';
import type { LiveFeed } from './live-feed.ts';
import type { Answer } from './operations.ts';

/** A job as it is stored. */
export type JobRow = Answer<'getSendJob'>;

/**
 * News of a job through the configured, unmodified `aws-amplify` client; `onRow` is given what is stored besides its counts,
 * whenever it has been read.
 */
export function amplifyJobFeed(jobId: string, onRow?: (row: JobRow) => void): LiveFeed<JobProgress> {
  const client = generateClient();
  return createAmplifyFeed({
    variables: { jobId },
    open: () => client.graphql({ query: onJobProgress, variables: { jobId } }),
    stateOf: ({ onJobProgress: tick }: OnJobProgressSubscription) =>
      tick == null ? null : toProgress(jobId, tick.at, tick),
    ask: async () => {
      const { data } = await client.graphql({ query: getSendJob, variables: { id: jobId } });
      const row = data.getSendJob;
      if (row == null) return null;
      onRow?.(row);
      return toProgress(jobId, row.updatedAt, row);
    },
  });
}
