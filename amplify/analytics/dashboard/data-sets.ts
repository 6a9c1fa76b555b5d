import { Aws } from 'aws-cdk-lib';
import { CfnDataSet, CfnRefreshSchedule, type CfnDataSource } from 'aws-cdk-lib/aws-quicksight';
import type { Construct } from 'constructs';
import { DATA_SETS, dataSetSql, type DataSetColumn, type DataSetName } from '../../../src/domain/insight/index.ts';
import type { ChosenDashboard } from './chosen-dashboard.ts';
import { rightsOf } from './readers.ts';

/** QuickSight's names of the types. */
const TYPES: Readonly<Record<DataSetColumn, string>> = { varchar: 'STRING', bigint: 'INTEGER', double: 'DECIMAL' };

/** Before anybody works, and when the days that are over are rolled up. */
const REFRESHED_AT = '05:00';

/** ARNs of the data sets, by name. */
export type DataSetArns = Readonly<Record<DataSetName, string>>;

/**
 * A report as a data set, imported once a day: each time that somebody opens the dashboard would else be four queries over
 * the lake, and waiting for them.
 */
function addDataSet(
  scope: Construct,
  name: DataSetName,
  { id, source, database, chosen }: DataSetOptions & { readonly id: string },
): string {
  const { title, columns } = DATA_SETS[name];
  const dataSet = new CfnDataSet(scope, `Set-${name}`, {
    awsAccountId: Aws.ACCOUNT_ID,
    dataSetId: id,
    name: `Bonghwa: ${title}`,
    importMode: 'SPICE',
    // A deployment need not wait for the first import, nor fail with it.
    ingestionWaitPolicy: { waitForSpiceIngestion: false },
    physicalTableMap: {
      report: {
        customSql: {
          name,
          dataSourceArn: source.attrArn,
          sqlQuery: dataSetSql(name, database),
          columns: Object.entries<DataSetColumn>(columns).map(([column, type]) => ({
            name: column,
            type: TYPES[type],
          })),
        },
      },
    },
    ...rightsOf(chosen).dataSet,
  });
  new CfnRefreshSchedule(scope, `Refresh-${name}`, {
    awsAccountId: Aws.ACCOUNT_ID,
    dataSetId: id,
    schedule: {
      scheduleId: 'daily',
      refreshType: 'FULL_REFRESH',
      scheduleFrequency: { interval: 'DAILY', timeOfTheDay: REFRESHED_AT, timeZone: 'Asia/Seoul' },
    },
  }).node.addDependency(dataSet);
  return dataSet.attrArn;
}

interface DataSetOptions {
  readonly source: CfnDataSource;
  readonly database: string;
  readonly chosen: ChosenDashboard;
}

/** The reports as data sets, refreshed every morning. */
export function addDataSets(scope: Construct, options: DataSetOptions & { readonly id: string }): DataSetArns {
  const add = (name: DataSetName): string => addDataSet(scope, name, { ...options, id: `${options.id}-${name}` });
  return { active: add('active'), messages: add('messages'), returned: add('returned'), reach: add('reach') };
}
