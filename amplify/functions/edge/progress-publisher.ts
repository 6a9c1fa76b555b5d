import {
  createImportPublisher,
  createProgressPublisher,
  credentialsFrom,
  type PublisherOptions,
} from '../../../src/adapters/appsync/index.ts';
import type { ImportPublisher } from '../../../src/app/customer/index.ts';
import type { ProgressPublisher } from '../../../src/app/delivery/index.ts';

/** Publishes as the function's own role; a tick that is lost is logged, and made good by the next. */
function optionsFor(graphqlUrl: string): PublisherOptions {
  const region = process.env['AWS_REGION'];
  if (region === undefined) throw new Error('AWS_REGION is not set; a Lambda function always has it.');
  return {
    url: graphqlUrl,
    region,
    credentials: () => credentialsFrom(process.env),
    onFailure: (reason) => console.warn(`A progress tick was not published: ${reason}`),
  };
}

/** Tells watchers of jobs. */
export function connectPublisher(graphqlUrl: string): ProgressPublisher {
  return createProgressPublisher(optionsFor(graphqlUrl));
}

/** Tells watchers of imports. */
export function connectImportPublisher(graphqlUrl: string): ImportPublisher {
  return createImportPublisher(optionsFor(graphqlUrl));
}
