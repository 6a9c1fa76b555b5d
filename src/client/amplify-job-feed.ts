import { generateClient } from 'aws-amplify/api';
import { createAmplifyFeed } from './amplify-feed.ts';
import { getSendJob } from './generated/queries.ts';
import { onJobProgress } from './generated/subscriptions.ts';
import type { OnJobProgressSubscription } from './generated/types.ts';
import type { JobFeed } from './job-feed.ts';
import { toProgress, type JobProgress } from './job-progress.ts';
import type { LiveFeed } from './live-feed.ts';

/** News of jobs through the configured, unmodified `aws-amplify` client. */
export function amplifyJobFeed(): JobFeed {
  const client = generateClient();
  const feedOf = (jobId: string): LiveFeed<JobProgress> =>
    createAmplifyFeed({
      variables: { jobId },
      open: () => client.graphql({ query: onJobProgress, variables: { jobId } }),
      stateOf: ({ onJobProgress: tick }: OnJobProgressSubscription) =>
        tick == null ? null : toProgress(jobId, tick.at, tick),
      ask: async () => {
        const { data } = await client.graphql({ query: getSendJob, variables: { id: jobId } });
        return data.getSendJob ? toProgress(jobId, data.getSendJob.updatedAt, data.getSendJob) : null;
      },
    });
  return {
    subscribe: (jobId, { onReady, onProgress, onError }) =>
      feedOf(jobId).subscribe({ onReady, onNews: onProgress, onError }),
    query: async (jobId) => {
      const answer = await feedOf(jobId).query();
      return answer.ok ? { ok: true, progress: answer.state } : answer;
    },
  };
}
