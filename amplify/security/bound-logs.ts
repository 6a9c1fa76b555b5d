import { CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as z from 'zod';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';

/**
 * Gives every function that has none a log group of its own: Lambda would make one that is kept for ever. Ours have
 * theirs from `defineFunction`; these are what Amplify and CDK run during deployments.
 */
export function boundLogs(root: Stack): void {
  for (const construct of root.node.findAll()) {
    if (!CfnResource.isCfnResource(construct) || construct.cfnResourceType !== 'AWS::Lambda::Function') continue;
    if (hasLogGroup(construct)) continue;
    const group = new LogGroup(construct, 'BoundedLogs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    construct.addPropertyOverride('LoggingConfig.LogGroup', group.logGroupName);
  }
}

const LOGGING = z.looseObject({ logGroup: z.unknown() });

function hasLogGroup(fn: CfnResource): boolean {
  if (!('loggingConfig' in fn)) return false;
  const parsed = LOGGING.safeParse(Stack.of(fn).resolve(fn.loggingConfig));
  return parsed.success && parsed.data.logGroup !== undefined;
}
