import { createAmplifyFeed } from '../../src/client/amplify-feed.ts';
import { getSendJob } from '../../src/client/generated/queries.ts';
import { onJobProgress } from '../../src/client/generated/subscriptions.ts';
import type { OnJobProgressSubscription } from '../../src/client/generated/types.ts';
import type { Answer } from '../../src/client/index.ts';
import { toProgress, type JobProgress } from '../../src/client/job-progress.ts';
import type { LiveFeed } from '../../src/client/live-feed.ts';
import { generateClient } from 'aws-amplify/api';

/** A job as it is stored. */
export type JobRow = Answer<'getSendJob'>;

/** News of a job; `onRow` is given what is stored besides its counts, whenever it has been read. */
export function jobFeed(jobId: string, onRow: (row: JobRow) => void): LiveFeed<JobProgress> {
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
      onRow(row);
      return toProgress(jobId, row.updatedAt, row);
    },
  });
}
