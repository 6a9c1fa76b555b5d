import { z } from 'zod';
import type { JobProgress, ProgressPublisher } from '../../app/delivery/index.ts';
import { EXCLUSION_REASONS } from '../../domain/send-job/index.ts';
import { postSignedGraphql, type SignedGraphqlOptions } from './signed-graphql.ts';

/** Subscribers receive exactly the fields selected here, so all are. */
const PUBLISH_JOB_PROGRESS = /* GraphQL */ `
  mutation PublishJobProgress(
    $jobId: ID!
    $seq: Int!
    $phase: JobPhase!
    $planned: Int!
    $included: Int!
    $excluded: [ExcludedCountInput!]!
    $accepted: Int!
    $delivered: Int!
    $opened: Int!
    $clicked: Int!
    $failed: Int!
    $optedOut: Int!
    $skipped: Int!
    $inDoubt: Int!
    $recipientsPerSecond: Float
    $at: AWSDateTime!
  ) {
    publishJobProgress(
      jobId: $jobId
      seq: $seq
      phase: $phase
      planned: $planned
      included: $included
      excluded: $excluded
      accepted: $accepted
      delivered: $delivered
      opened: $opened
      clicked: $clicked
      failed: $failed
      optedOut: $optedOut
      skipped: $skipped
      inDoubt: $inDoubt
      recipientsPerSecond: $recipientsPerSecond
      at: $at
    ) {
      jobId
      seq
      phase
      planned
      included
      excluded {
        reason
        count
      }
      accepted
      delivered
      opened
      clicked
      failed
      optedOut
      skipped
      inDoubt
      recipientsPerSecond
      at
    }
  }
`;

const answer = z.object({ errors: z.array(z.object({ message: z.string() })).optional() });

export type ProgressPublisherOptions = SignedGraphqlOptions & {
  /** Told why a tick did not reach its watchers. */
  readonly onFailure?: (reason: string) => void;
};

/** Publishes ticks through the API's own mutation, which feeds the subscription. */
export function createProgressPublisher(options: ProgressPublisherOptions): ProgressPublisher {
  return {
    publish: async (progress) => {
      try {
        const body = await postSignedGraphql(options, {
          query: PUBLISH_JOB_PROGRESS,
          variables: toVariables(progress),
        });
        const errors = answer.parse(body).errors ?? [];
        if (errors.length > 0) options.onFailure?.(errors.map(({ message }) => message).join('; '));
        return errors.length === 0;
      } catch (error) {
        options.onFailure?.(error instanceof Error ? error.message : String(error));
        return false;
      }
    },
  };
}

function toVariables(progress: JobProgress): Readonly<Record<string, unknown>> {
  const { excluded, at, ...rest } = progress;
  return {
    ...rest,
    excluded: EXCLUSION_REASONS.flatMap((reason) => {
      const count = excluded[reason];
      return count === undefined ? [] : [{ reason, count }];
    }),
    at: new Date(at).toISOString(),
  };
}
