/** @module Live progress through our own GraphQL API. */
export { createProgressPublisher, PUBLISH_JOB_PROGRESS, type ProgressPublisherOptions } from './progress-publisher.ts';
export { credentialsFrom, type Credentials, type SignedGraphqlOptions } from './signed-graphql.ts';
