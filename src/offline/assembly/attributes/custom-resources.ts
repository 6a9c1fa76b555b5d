import { AssemblyError } from '../errors.ts';
import { describe } from '../stack.ts';
import type { AttributesOfType } from './resource-view.ts';

/** CDK's bucket deployment: the copying is done by the sandbox itself; its attributes repeat its properties. */
export const bucketDeployment: AttributesOfType = (view) => ({
  ref: () => view.names.uuid(view.path),
  attributes: { DestinationBucketArn: () => view.requiredText('DestinationBucketArn') },
});

/** Amplify's `secret()`: the values live in an AWS account. */
export const secretFetcher: AttributesOfType = (view) => ({
  ref: () => {
    throw new AssemblyError(
      'NOT_AVAILABLE_OFFLINE',
      `${describe(view.located)}: secret() values live in the SSM of an AWS account and do not exist offline. Use an environment variable for local work.`,
    );
  },
});
