import { Aws } from 'aws-cdk-lib';
import type { ChosenDashboard } from './chosen-dashboard.ts';

/** People and groups are those of the account's first namespace: others are for companies that rent QuickSight on. */
const NAMESPACE = 'default';

/** The ARN of somebody of QuickSight: they are kept in one region of the account, whichever the dashboard is in. */
function inQuickSight({ region = Aws.REGION }: Pick<ChosenDashboard, 'region'>, kind: 'user' | 'group', name: string) {
  return `arn:${Aws.PARTITION}:quicksight:${region}:${Aws.ACCOUNT_ID}:${kind}/${NAMESPACE}/${name}`;
}

/** How somebody is called in QuickSight; `{sub}` stands for their id in the user pool. */
export function userArn(chosen: ChosenDashboard): string {
  return inQuickSight(chosen, 'user', chosen.user);
}

/** What a group may do with one thing, as QuickSight writes it; no group, no right. */
function permitted(chosen: ChosenDashboard, group: string | undefined, actions: readonly string[]) {
  if (group === undefined) return {};
  const named = actions.map((action) => `quicksight:${action}`);
  return { permissions: [{ principal: inQuickSight(chosen, 'group', group), actions: named }] };
}

/**
 * Who may do what. QuickSight takes these sets of actions alone: seeing a dashboard, using a source or a set of data in an
 * analysis of one's own, and owning an analysis.
 * https://docs.aws.amazon.com/quicksight/latest/APIReference/API_ResourcePermission.html
 */
export const rightsOf = (chosen: ChosenDashboard) => ({
  dashboard: permitted(chosen, chosen.group, ['DescribeDashboard', 'ListDashboardVersions', 'QueryDashboard']),
  analysis: permitted(chosen, chosen.authors, [
    'RestoreAnalysis',
    'UpdateAnalysisPermissions',
    'DeleteAnalysis',
    'DescribeAnalysisPermissions',
    'QueryAnalysis',
    'DescribeAnalysis',
    'UpdateAnalysis',
  ]),
  dataSet: permitted(chosen, chosen.authors, [
    'DescribeDataSet',
    'DescribeDataSetPermissions',
    'PassDataSet',
    'DescribeIngestion',
    'ListIngestions',
  ]),
  dataSource: permitted(chosen, chosen.authors, [
    'DescribeDataSource',
    'DescribeDataSourcePermissions',
    'PassDataSource',
  ]),
});
