import type { ImportPublisher } from '../../app/customer/index.ts';
import { publish, type PublisherOptions } from './publish.ts';

/** Subscribers receive exactly the fields selected here, so all are. */
const PUBLISH_IMPORT_PROGRESS = /* GraphQL */ `
  mutation PublishImportProgress(
    $importId: ID!
    $seq: Int!
    $linesDone: Int!
    $resumeFrom: Int!
    $accepted: Int!
    $rejected: Int!
    $customersCreated: Int!
    $customersWritten: Int!
    $endpointsWritten: Int!
    $keptRefused: Int!
    $isDone: Boolean!
    $at: AWSDateTime!
  ) {
    publishImportProgress(
      importId: $importId
      seq: $seq
      linesDone: $linesDone
      resumeFrom: $resumeFrom
      accepted: $accepted
      rejected: $rejected
      customersCreated: $customersCreated
      customersWritten: $customersWritten
      endpointsWritten: $endpointsWritten
      keptRefused: $keptRefused
      isDone: $isDone
      at: $at
    ) {
      importId
      seq
      linesDone
      resumeFrom
      accepted
      rejected
      customersCreated
      customersWritten
      endpointsWritten
      keptRefused
      isDone
      at
    }
  }
`;

/** Publishes where an import stands through the API's own mutation, which feeds the subscription. */
export function createImportPublisher(options: PublisherOptions): ImportPublisher {
  return {
    publishImport: (progress) =>
      publish(options, PUBLISH_IMPORT_PROGRESS, { ...progress, at: new Date(progress.at).toISOString() }),
  };
}
