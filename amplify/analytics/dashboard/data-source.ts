import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDataSource } from 'aws-cdk-lib/aws-quicksight';
import type { Construct } from 'constructs';
import type { LakeTableName } from '../../../src/domain/lake/index.ts';
import type { Lake } from '../lake.ts';
import type { ChosenDashboard } from './chosen-dashboard.ts';
import { rightsOf } from './readers.ts';

/** What the SQL of the data sets names. */
const TABLES = ['events', 'deliveries', 'consents', 'reach', 'user_day'] as const satisfies readonly LakeTableName[];

/**
 * The lake as QuickSight asks it: by a role of its own, which reads what the data sets name and nothing else. Without one
 * QuickSight uses the role of the whole account, which somebody would have to allow the lake by hand.
 */
export function addDataSource(
  scope: Construct,
  { lake, chosen, id }: { readonly lake: Lake; readonly chosen: ChosenDashboard; readonly id: string },
): CfnDataSource {
  const role = new Role(scope, 'Role', {
    description: 'Lets QuickSight ask the lake for the data sets of the dashboard.',
    assumedBy: new ServicePrincipal('quicksight.amazonaws.com'),
  });
  lake.grantRead(role, TABLES);
  role.addToPolicy(
    new PolicyStatement({
      // Its driver looks at the workgroup first, and reads answers as a stream.
      actions: ['athena:GetWorkGroup', 'athena:BatchGetQueryExecution', 'athena:GetQueryResultsStream'],
      resources: [lake.workGroupArn],
    }),
  );
  const source = new CfnDataSource(scope, 'Source', {
    awsAccountId: Aws.ACCOUNT_ID,
    dataSourceId: id,
    name: 'Bonghwa',
    type: 'ATHENA',
    dataSourceParameters: { athenaParameters: { workGroup: lake.workGroupName, roleArn: role.roleArn } },
    ...rightsOf(chosen).dataSource,
  });
  // It is tried when it is made.
  source.node.addDependency(role, lake);
  return source;
}
