import { generateClient } from 'aws-amplify/api';
import { createAmplifyFeed } from './amplify-feed.ts';
import { getSendJob } from './generated/queries.ts';
import { onJobProgress } from './generated/subscriptions.ts';
import type { OnJobProgressSubscription } from './generated/types.ts';
import { toProgress, type JobProgress } from './job-progress.ts';
import type { LiveFeed } from './live-feed.ts';

/** News of a job through the configured, unmodified `aws-amplify` client. */
export function amplifyJobFeed(jobId: string): LiveFeed<JobProgress> {
  const client = generateClient();
  return createAmplifyFeed({
    variables: { jobId },
    open: () => client.graphql({ query: onJobProgress, variables: { jobId } }),
    stateOf: ({ onJobProgress: tick }: OnJobProgressSubscription) =>
      tick == null ? null : toProgress(jobId, tick.at, tick),
    ask: async () => {
      const { data } = await client.graphql({ query: getSendJob, variables: { id: jobId } });
      return data.getSendJob ? toProgress(jobId, data.getSendJob.updatedAt, data.getSendJob) : null;
    },
  });
}
