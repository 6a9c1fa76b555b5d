import { Stack } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

const PURPOSE = 'CDK copies build artefacts (schema and introspection) into their buckets when it deploys';
const ACTIONS = ['s3:Abort*', 's3:DeleteObject*', 's3:GetBucket*', 's3:GetObject*', 's3:List*'];

/** CDK's function that fills buckets: `all` has the buckets it fills. */
export function acknowledgeBucketDeployment(construct: IConstruct, all: readonly IConstruct[]): void {
  acknowledge(construct, 'AwsSolutions-L1', `${PURPOSE}; the library chooses the Python runtime, and updates it.`);
  for (const action of ACTIONS) {
    acknowledge(
      construct,
      `AwsSolutions-IAM5[Action::${action}]`,
      `${PURPOSE}: it lists, reads and replaces objects there, in whatever version.`,
    );
  }
  acknowledge(
    construct,
    'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*]',
    `${PURPOSE}: it reads them from the bucket of the CDK bootstrap, where every deployment has new names for them.`,
  );
  for (const bucket of all) {
    if (!(bucket instanceof CfnBucket) || Stack.of(bucket) !== Stack.of(construct)) continue;
    acknowledge(
      construct,
      `AwsSolutions-IAM5[Resource::<${Stack.of(bucket).getLogicalId(bucket)}.Arn>/*]`,
      `${PURPOSE}: this bucket holds nothing else.`,
    );
  }
}
