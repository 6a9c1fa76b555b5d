import { Names } from 'aws-cdk-lib';
import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

const TABLE = 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table';
const ITS_FUNCTIONS = ['arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:*TableManager*', {}];

/** AppSync's role for the table of a model, and the roles of Amplify's custom resource that creates the tables. */
export function acknowledgeTableRole(role: CfnRole, api: IConstruct): void {
  // As CDK names the parameter by which a nested stack hears of the API.
  const apiId = { Ref: `referenceto${Names.nodeUniqueId(api.node)}ApiId` };
  const finding = (resource: unknown) => `AwsSolutions-IAM5[Resource::${JSON.stringify(resource)}]` as const;
  const model = /\/(\w+)\/\1IAMRole\/Resource$/.exec(role.node.path)?.[1];
  if (model !== undefined) {
    acknowledge(
      role,
      finding([`${TABLE}/\${tablename}/*`, { tablename: { 'Fn::Join': ['', [`${model}-`, apiId, '-NONE']] } }]),
      `The indexes of the one table of ${model}, for AppSync's generated read resolvers; the table itself is named in full.`,
    );
  }
  if (!/\/AmplifyTableManager\/AmplifyManagedTable\w+Role\/Resource$/.test(role.node.path)) return;
  acknowledge(
    role,
    finding([`${TABLE}/*-\${apiId}-\${envName}`, { apiId, envName: 'NONE' }]),
    "Amplify's own resource creates and changes the model tables of this one API, whose id every table name ends with.",
  );
  acknowledge(
    role,
    finding(ITS_FUNCTIONS),
    "Amplify's own resource calls its two functions, whose names CloudFormation completes; in deployments only.",
  );
}
