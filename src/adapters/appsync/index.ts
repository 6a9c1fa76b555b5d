/** @module Live progress through our own GraphQL API. */
export { createProgressPublisher } from './progress-publisher.ts';
export { credentialsFrom } from './signed-graphql.ts';
