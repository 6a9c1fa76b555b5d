import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { CfnAnalysis, CfnDashboard } from 'aws-cdk-lib/aws-quicksight';
import { Construct, type IConstruct } from 'constructs';
import { acknowledge } from '../../security/acknowledge.ts';
import type { Lake } from '../lake.ts';
import type { ChosenDashboard } from './chosen-dashboard.ts';
import { addDataSets } from './data-sets.ts';
import { addDataSource } from './data-source.ts';
import { dashboardDefinition } from './definition.ts';
import { rightsOf, userArn } from './readers.ts';

interface DashboardFunction {
  readonly resources: { readonly lambda: IGrantable & IConstruct };
  readonly addEnvironment: (key: string, value: string) => void;
}

/** The reports as a dashboard of QuickSight, and the analysis that authors go on from: one definition for both. */
export class Dashboard extends Construct {
  readonly #chosen: ChosenDashboard;
  readonly #id: string;

  constructor(
    scope: Construct,
    id: string,
    { lake, chosen }: { readonly lake: Lake; readonly chosen: ChosenDashboard },
  ) {
    super(scope, id);
    this.#chosen = chosen;
    this.#id = lake.workGroupName;
    const source = addDataSource(this, { lake, chosen, id: this.#id });
    const { databaseName: database } = lake;
    const definition = dashboardDefinition(addDataSets(this, { id: this.#id, source, database, chosen }));
    const common = { awsAccountId: Aws.ACCOUNT_ID, name: '봉화 · Bonghwa', definition };
    const rights = rightsOf(chosen);
    new CfnAnalysis(this, 'Analysis', { ...common, analysisId: this.#id, ...rights.analysis });
    new CfnDashboard(this, 'Dashboard', { ...common, dashboardId: this.#id, ...rights.dashboard });
  }

  /** Lets a function make addresses of the dashboard for those who are registered in QuickSight, and tells it how. */
  openTo(fn: DashboardFunction): void {
    const { lambda } = fn.resources;
    const { user, domains, minutes } = this.#chosen;
    const users = user.replace('{sub}', '*');
    lambda.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['quicksight:GenerateEmbedUrlForRegisteredUser'],
        resources: [`arn:${Aws.PARTITION}:quicksight:*:${Aws.ACCOUNT_ID}:user/default/${users}`],
      }),
    );
    acknowledge(
      lambda,
      `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:quicksight:*:<AWS::AccountId>:user/default/${users}]`,
      'Whoever is signed in and registered in QuickSight is shown the dashboard; what they see, QuickSight decides by their group.',
    );
    fn.addEnvironment('DASHBOARD_ID', this.#id);
    fn.addEnvironment('DASHBOARD_USER_ARN', userArn(this.#chosen));
    fn.addEnvironment('DASHBOARD_MINUTES', String(minutes));
    if (domains.length > 0) fn.addEnvironment('DASHBOARD_DOMAINS', domains.join());
  }
}
