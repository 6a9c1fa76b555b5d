import { createProgressPublisher, credentialsFrom } from '../../src/adapters/appsync/index.ts';
import type { ProgressPublisher } from '../../src/app/delivery/index.ts';

/** Publishes as the function's own role; a tick that is lost is logged, and made good by the next. */
export function connectPublisher(graphqlUrl: string): ProgressPublisher {
  const region = process.env['AWS_REGION'];
  if (region === undefined) throw new Error('AWS_REGION is not set; a Lambda function always has it.');
  return createProgressPublisher({
    url: graphqlUrl,
    region,
    credentials: () => credentialsFrom(process.env),
    onFailure: (reason) => console.warn(`A progress tick was not published: ${reason}`),
  });
}
