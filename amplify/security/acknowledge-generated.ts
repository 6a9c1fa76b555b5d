import { CfnElement, Stack } from 'aws-cdk-lib';
import { CfnRole, Policy } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { acknowledge, anyVersionOf } from './acknowledge.ts';
import { acknowledgeBucketDeployment } from './acknowledge-bucket-deployment.ts';
import { acknowledgeTableRole } from './acknowledge-table-roles.ts';

const MANAGED = 'arn:<AWS::Partition>:iam::aws:policy/service-role';

/** Policies of AWS that allow writing logs and nothing else; our functions' own rights are listed one by one. */
const LOG_POLICIES: Readonly<Record<string, string>> = {
  AWSLambdaBasicExecutionRole:
    'CreateLogGroup, CreateLogStream and PutLogEvents, which every function needs; AWS keeps this policy to those three.',
  AWSAppSyncPushToCloudWatchLogs:
    'CreateLogGroup, CreateLogStream and PutLogEvents, by which AppSync writes the log of requests; nothing else is in it.',
};

/** What Amplify and CDK generate around our resources, and cannot be made otherwise here: why each finding is harmless. */
export function acknowledgeGenerated(root: Stack, api: IConstruct): void {
  const all = root.node.findAll();
  const under = (path: string): IConstruct | undefined => all.find(({ node }) => node.path.endsWith(path));
  for (const construct of all) {
    const { id } = construct.node;
    if (construct instanceof CfnRole) {
      acknowledgeLogPolicies(construct);
      acknowledgeTableRole(construct, api);
    }
    if (id === 'AmplifyBranchLinker') acknowledgeBranchLinker(construct, root);
    if (id.startsWith('Custom::CDKBucketDeployment')) acknowledgeBucketDeployment(construct, all);
    if (id.startsWith('LogRetentionaae0aa3c')) {
      acknowledge(
        construct,
        'AwsSolutions-IAM5[Resource::*]',
        'CDK sets the retention of log groups that AWS services name themselves; its function may set retention alone.',
      );
    }
    if (id.startsWith('SchedulerRoleForTarget')) acknowledgeSchedule(construct, SCHEDULED.map(under));
  }
  const waiter = under('/AmplifyTableManager/AmplifyTableWaiterStateMachine');
  const isComplete = under('/framework-isComplete/Resource');
  if (waiter === undefined || isComplete === undefined) return;
  acknowledge(
    waiter,
    `AwsSolutions-IAM5[Resource::${anyVersionOf(isComplete)}]`,
    "While tables are created, Amplify's state machine asks this one function whether they are complete; in deployments only.",
  );
}

/** The functions that schedules invoke, each with a role of its own in its stack. */
const SCHEDULED = [
  '/sweep-jobs-lambda/Resource',
  '/open-occurrences-lambda/Resource',
  '/notify-consents-lambda/Resource',
  '/build-rollups-lambda/Resource',
];

function acknowledgeSchedule(role: IConstruct, functions: readonly (IConstruct | undefined)[]): void {
  const policy = role.node.tryFindChild('DefaultPolicy');
  const stack = Stack.of(role);
  const granted = policy instanceof Policy ? JSON.stringify(stack.resolve(policy.document)) : '';
  const invoked = functions.find(
    (fn) => CfnElement.isCfnElement(fn) && Stack.of(fn) === stack && granted.includes(`"${stack.getLogicalId(fn)}"`),
  );
  if (invoked === undefined) return;
  acknowledge(
    role,
    `AwsSolutions-IAM5[Resource::${anyVersionOf(invoked)}]`,
    'EventBridge invokes this one function by its schedule, and no other; CDK grants it with its versions and aliases.',
  );
}

function acknowledgeLogPolicies(role: CfnRole): void {
  const arns = JSON.stringify(Stack.of(role).resolve(role.managedPolicyArns) ?? []);
  for (const [name, reason] of Object.entries(LOG_POLICIES)) {
    if (arns.includes(`/${name}`)) acknowledge(role, `AwsSolutions-IAM4[Policy::${MANAGED}/${name}]`, reason);
  }
}

function acknowledgeBranchLinker(construct: IConstruct, root: Stack): void {
  const app = String(root.node.tryGetContext('amplify-backend-namespace'));
  const branch = String(root.node.tryGetContext('amplify-backend-name'));
  const reason = "Amplify's own resource links the stack with its branch when it is deployed";
  acknowledge(
    construct,
    `AwsSolutions-IAM5[Resource::arn:aws:amplify:*:*:apps/${app}/branches/${branch}]`,
    `${reason}: any account and region, but this one branch of this one app.`,
  );
  acknowledge(construct, 'AwsSolutions-L1', `${reason}; the library chooses the runtime, and updates it.`);
  const linker = construct.node.tryFindChild('CustomResourceLambda');
  if (linker === undefined) return;
  acknowledge(
    construct,
    `AwsSolutions-IAM5[Resource::${anyVersionOf(linker)}]`,
    `${reason}: CDK's provider invokes this one function, in whatever version.`,
  );
}
