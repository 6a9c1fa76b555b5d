import { generateClient } from 'aws-amplify/api';
import { Hub } from 'aws-amplify/utils';
import { clientErrors, type ClientError } from './client-error.ts';
import { getSendJob } from './generated/queries.ts';
import { onJobProgress } from './generated/subscriptions.ts';
import type { JobFeed, WatchFailure } from './job-feed.ts';
import { toProgress } from './job-progress.ts';

/** Hub event of `aws-amplify` for an acknowledged subscription, after a reconnect too (CONTROL_MSG.SUBSCRIPTION_ACK). */
const SUBSCRIPTION_ACK = 'Subscription ack';

/** Codes that asking again does not change. */
const FINAL_CODES: readonly string[] = ['Unauthorized', 'UnauthorizedException', 'NOT_SIGNED_IN', 'GRAPHQL'];

/** News of jobs through the configured, unmodified `aws-amplify` client. */
export function amplifyJobFeed(): JobFeed {
  const client = generateClient();
  return {
    subscribe(jobId, listener) {
      const stopListening = Hub.listen('api', ({ payload }) => {
        if (payload.event === SUBSCRIPTION_ACK && isAckOf(jobId, payload.data)) listener.onReady();
      });
      const subscription = client.graphql({ query: onJobProgress, variables: { jobId } }).subscribe({
        next: ({ data }) => listener.onProgress(toProgress(jobId, data.onJobProgress.at, data.onJobProgress)),
        error: (error: unknown) => listener.onError(failureOf(error)),
      });
      return () => {
        stopListening();
        subscription.unsubscribe();
      };
    },
    async query(jobId) {
      try {
        const { data } = await client.graphql({ query: getSendJob, variables: { id: jobId } });
        const job = data.getSendJob;
        return { ok: true, progress: job ? toProgress(jobId, job.updatedAt, job) : null };
      } catch (error) {
        return { ok: false, error: failureOf(error) };
      }
    },
  };
}

function isAckOf(jobId: string, data: unknown): boolean {
  if (typeof data !== 'object' || data === null || !('variables' in data)) return false;
  const { variables } = data;
  return typeof variables === 'object' && variables !== null && 'jobId' in variables && variables.jobId === jobId;
}

function failureOf(error: unknown): WatchFailure {
  const [first]: readonly (ClientError | undefined)[] = clientErrors(error);
  const code = first?.code ?? 'NETWORK';
  return { code, message: first?.message ?? 'No answer came.', isFinal: FINAL_CODES.includes(code) };
}
