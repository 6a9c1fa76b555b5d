import { createLakeQueries } from '../../../src/adapters/athena/index.ts';
import { connectDatabase, createRollups } from '../../../src/adapters/dynamodb/index.ts';
import { createRollupFiles } from '../../../src/adapters/s3/index.ts';
import { systemClock } from '../../../src/adapters/system/index.ts';
import { buildRollups } from '../../../src/app/insight/index.ts';
import { readEnvironment } from '../edge/environment.ts';

const environment = readEnvironment('EVENT_TABLE', 'LAKE_BUCKET', 'LAKE_WORKGROUP', 'LAKE_DATABASE');
const deps = {
  lake: createLakeQueries({ workgroup: environment.LAKE_WORKGROUP, database: environment.LAKE_DATABASE }),
  rollups: createRollups(connectDatabase(), environment.EVENT_TABLE),
  files: createRollupFiles(environment.LAKE_BUCKET),
  clock: systemClock,
};

/** New days are begun for so long; what was begun has the rest of the function's time to end. */
const BUDGET_MS = 9 * 60_000;

/** Runs every hour. */
export async function handler() {
  const built = await buildRollups(deps, BUDGET_MS);
  for (const { partition, reason } of built.failed) {
    console.error(`ROLLUP_NOT_BUILT: ${partition} is read from events until it is built. Athena said: ${reason}`);
  }
  return built;
}
