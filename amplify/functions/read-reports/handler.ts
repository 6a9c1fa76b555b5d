import { createLakeQueries } from '../../../src/adapters/athena/index.ts';
import {
  connectDatabase,
  createCustomerKeys,
  createPrices,
  createRollups,
} from '../../../src/adapters/dynamodb/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { readSelect } from '../../../src/adapters/trino-grammar/index.ts';
import { answerFields } from '../edge/answer-fields.ts';
import { readEnvironment } from '../edge/environment.ts';
import { chosenDashboards, dashboardUrlField } from './dashboard-url.ts';
import { reportFields } from './report-fields.ts';
import { runReportField } from './run-report.ts';

const environment = readEnvironment('DELIVERY_TABLE', 'EVENT_TABLE', 'LAKE_WORKGROUP', 'LAKE_DATABASE');
const database = connectDatabase();
const deps = {
  lake: createLakeQueries({ workgroup: environment.LAKE_WORKGROUP, database: environment.LAKE_DATABASE }),
  prices: createPrices(database, environment.DELIVERY_TABLE),
  keys: createCustomerKeys(database, environment.EVENT_TABLE, () => randomIds.next()),
  rollups: createRollups(database, environment.EVENT_TABLE),
  selects: readSelect,
  clock: systemClock,
  dashboards: chosenDashboards(),
};

export const handler = answerFields({
  ...reportFields(deps),
  runReport: runReportField(deps),
  dashboardEmbedUrl: dashboardUrlField(deps),
});
