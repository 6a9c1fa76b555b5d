import { createLakeQueries } from '../../../src/adapters/athena/index.ts';
import {
  connectDatabase,
  createCustomerSource,
  createReachProgress,
  createRollups,
} from '../../../src/adapters/dynamodb/index.ts';
import { createLakeStreams } from '../../../src/adapters/firehose/index.ts';
import { createRollupFiles } from '../../../src/adapters/s3/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { buildRollups, countReach } from '../../../src/app/insight/index.ts';
import { readEnvironment } from '../edge/environment.ts';

const environment = readEnvironment(
  'CUSTOMER_TABLE',
  'EVENT_TABLE',
  'LAKE_BUCKET',
  'LAKE_WORKGROUP',
  'LAKE_DATABASE',
  'LAKE_STREAM_REACH',
);
const database = connectDatabase();
const deps = {
  lake: createLakeQueries({ workgroup: environment.LAKE_WORKGROUP, database: environment.LAKE_DATABASE }),
  rollups: createRollups(database, environment.EVENT_TABLE),
  files: createRollupFiles(environment.LAKE_BUCKET),
  customers: createCustomerSource(database, environment.CUSTOMER_TABLE),
  progress: createReachProgress(database, environment.EVENT_TABLE),
  streams: createLakeStreams({ names: { reach: environment.LAKE_STREAM_REACH } }),
  ids: randomIds,
  clock: systemClock,
};

/** New days are begun for so long; what was begun has the rest of the function's time to end. */
const BUDGET_MS = 9 * 60_000;

/** After them, whom each channel reaches is counted: once a day, over as many passes as it takes. */
const REACH_BUDGET_MS = 3 * 60_000;

/** Runs every hour. */
export async function handler() {
  const built = await buildRollups(deps, BUDGET_MS);
  for (const { partition, reason } of built.failed) {
    console.error(`ROLLUP_NOT_BUILT: ${partition} is read from events until it is built. Athena said: ${reason}`);
  }
  return { ...built, reach: await countReach(deps, REACH_BUDGET_MS) };
}
