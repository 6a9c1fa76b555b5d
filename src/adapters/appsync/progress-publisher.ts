import type { DeliveryUpdate, JobProgress, ProgressPublisher } from '../../app/delivery/index.ts';
import { EXCLUSION_REASONS } from '../../domain/send-job/index.ts';
import { publish, type PublisherOptions } from './publish.ts';

/** Subscribers receive exactly the fields selected here, so all are. */
const PUBLISH_JOB_PROGRESS = /* GraphQL */ `
  mutation PublishJobProgress(
    $jobId: ID!
    $seq: Int!
    $phase: JobPhase!
    $phaseReason: String
    $planned: Int!
    $included: Int!
    $excluded: [ExcludedCountInput!]!
    $accepted: Int!
    $delivered: Int!
    $opened: Int!
    $clicked: Int!
    $complained: Int!
    $failed: Int!
    $optedOut: Int!
    $skipped: Int!
    $inDoubt: Int!
    $steps: [StepProgressInput!]!
    $recipientsPerSecond: Float
    $secondsLeft: Int
    $at: AWSDateTime!
  ) {
    publishJobProgress(
      jobId: $jobId
      seq: $seq
      phase: $phase
      phaseReason: $phaseReason
      planned: $planned
      included: $included
      excluded: $excluded
      accepted: $accepted
      delivered: $delivered
      opened: $opened
      clicked: $clicked
      complained: $complained
      failed: $failed
      optedOut: $optedOut
      skipped: $skipped
      inDoubt: $inDoubt
      steps: $steps
      recipientsPerSecond: $recipientsPerSecond
      secondsLeft: $secondsLeft
      at: $at
    ) {
      jobId
      seq
      phase
      phaseReason
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
      complained
      failed
      optedOut
      skipped
      inDoubt
      steps {
        channel
        stepIndex
        treatment
        included
        accepted
        delivered
        opened
        clicked
        complained
        failed
        optedOut
        skipped
        inDoubt
      }
      recipientsPerSecond
      secondsLeft
      at
    }
  }
`;

const PUBLISH_DELIVERY = /* GraphQL */ `
  mutation PublishDelivery(
    $jobId: ID!
    $customerId: ID!
    $endpointId: ID!
    $channel: Channel!
    $status: RecipientStatus!
    $code: String
    $at: AWSDateTime!
  ) {
    publishDelivery(
      jobId: $jobId
      customerId: $customerId
      endpointId: $endpointId
      channel: $channel
      status: $status
      code: $code
      at: $at
    ) {
      jobId
      customerId
      endpointId
      channel
      status
      code
      at
    }
  }
`;

/** Publishes ticks through the API's own mutation, which feeds the subscription. */
export function createProgressPublisher(options: PublisherOptions): ProgressPublisher {
  return {
    publish: (progress) => publish(options, PUBLISH_JOB_PROGRESS, toVariables(progress)),
    publishDelivery: (update: DeliveryUpdate) =>
      publish(options, PUBLISH_DELIVERY, { ...update, at: new Date(update.at).toISOString() }),
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
