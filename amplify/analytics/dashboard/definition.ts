import type { CfnDashboard } from 'aws-cdk-lib/aws-quicksight';
import { DATA_SET_DAYS, DATA_SET_DORMANT_DAYS, DATA_SET_RETURN_DAYS } from '../../../src/domain/insight/index.ts';
import type { DataSetArns } from './data-sets.ts';
import { bars, lines, table } from './visuals.ts';

const SHEET = 'overview';

/** Of the rows of a report that are of days, weeks and months, those that a chart shows. */
function ofGrain(visualId: string, grain: 'DAY' | 'MONTH'): CfnDashboard.FilterGroupProperty {
  const id = `${visualId}-grain`;
  return {
    filterGroupId: id,
    crossDataset: 'SINGLE_DATASET',
    status: 'ENABLED',
    scopeConfiguration: {
      selectedSheets: {
        sheetVisualScopingConfigurations: [{ sheetId: SHEET, scope: 'SELECTED_VISUALS', visualIds: [visualId] }],
      },
    },
    filters: [
      {
        categoryFilter: {
          filterId: id,
          column: { dataSetIdentifier: 'active', columnName: 'grain' },
          configuration: { filterListConfiguration: { matchOperator: 'CONTAINS', categoryValues: [grain] } },
        },
      },
    ],
  };
}

/** What the dashboard shows, over the data sets: who is active, what was sent and what it cost, who came back, whom we reach. */
export function dashboardDefinition(dataSets: DataSetArns): CfnDashboard.DashboardVersionDefinitionProperty {
  const people = ['active', 'new_customers', 'returning_customers'] as const;
  return {
    dataSetIdentifierDeclarations: Object.entries(dataSets).map(([identifier, dataSetArn]) => ({
      identifier,
      dataSetArn,
    })),
    sheets: [
      {
        sheetId: SHEET,
        name: '봉화 · Bonghwa',
        contentType: 'INTERACTIVE',
        visuals: [
          lines('active', {
            id: 'active-by-day',
            title: `일별 활성 고객 · Active customers by day (${DATA_SET_DAYS} days)`,
            along: 'period',
            values: people,
          }),
          bars('active', {
            id: 'active-by-month',
            title: `월별 활성·휴면 고객 · By month, and dormant for ${DATA_SET_DORMANT_DAYS} days`,
            along: 'period',
            values: ['active', 'dormant'],
          }),
          bars('messages', {
            id: 'messages-by-day',
            title: '일별 발송 · Messages by day and channel',
            along: 'day_kst',
            values: ['messages'],
            by: 'channel',
          }),
          bars('messages', {
            id: 'cost-by-day',
            title: '일별 비용(원) · Cost by day and channel, in won',
            along: 'day_kst',
            values: ['cost_krw'],
            by: 'channel',
          }),
          table('returned', 'returned-by-arm', `돌아온 고객 · Came back within ${DATA_SET_RETURN_DAYS} days, by arm`),
          lines('reach', {
            id: 'reach-by-day',
            title: '도달 가능 고객 · Reachable customers by channel',
            along: 'day_kst',
            values: ['reachable'],
            by: 'channel',
          }),
          lines('reach', {
            id: 'consent-by-day',
            title: '광고 수신 동의 · Consent to advertising by channel',
            along: 'day_kst',
            values: ['ad_consent'],
            by: 'channel',
          }),
        ],
      },
    ],
    filterGroups: [ofGrain('active-by-day', 'DAY'), ofGrain('active-by-month', 'MONTH')],
  };
}
