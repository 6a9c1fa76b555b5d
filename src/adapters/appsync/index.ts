/** @module Live progress through our own GraphQL API. */
export { createImportPublisher } from './import-publisher.ts';
export { createProgressPublisher } from './progress-publisher.ts';
export type { PublisherOptions } from './publish.ts';
export { credentialsFrom } from './signed-graphql.ts';
