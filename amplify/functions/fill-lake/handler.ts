import * as z from 'zod';
import {
  connectDatabase,
  createChunks,
  createCustomerKeys,
  createDayMarks,
  createJobs,
  createPrices,
  readLakeChange,
} from '../../../src/adapters/dynamodb/index.ts';
import { createLakeStreams } from '../../../src/adapters/firehose/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { fillLake, type LakeChange } from '../../../src/app/lake/index.ts';
import { readEnvironment } from '../edge/environment.ts';

const environment = readEnvironment(
  'EVENT_TABLE',
  'DELIVERY_TABLE',
  'SEND_JOB_TABLE',
  'LAKE_STREAM_EVENTS',
  'LAKE_STREAM_CONSENTS',
  'LAKE_STREAM_DELIVERIES',
);
const database = connectDatabase();
const deps = {
  streams: createLakeStreams({
    names: {
      events: environment.LAKE_STREAM_EVENTS,
      consents: environment.LAKE_STREAM_CONSENTS,
      deliveries: environment.LAKE_STREAM_DELIVERIES,
    },
  }),
  keys: createCustomerKeys(database, environment.EVENT_TABLE, () => randomIds.next()),
  days: createDayMarks(database, environment.EVENT_TABLE),
  jobs: createJobs(database, { sendJob: environment.SEND_JOB_TABLE, delivery: environment.DELIVERY_TABLE }),
  chunks: createChunks(database, environment.DELIVERY_TABLE),
  prices: createPrices(database, environment.DELIVERY_TABLE),
  clock: systemClock,
  ids: randomIds,
};

const STREAM = z.object({ Records: z.array(z.unknown()) });

/**
 * Takes a batch of a table's stream. What fails is handed over again as a whole, in its order, for as long as the stream
 * keeps it: rows have ids by which the lake knows copies.
 */
export async function handler(event: unknown): Promise<void> {
  const changes: LakeChange[] = [];
  for (const record of STREAM.parse(event).Records) {
    const change = readLakeChange(record);
    if (change === null) continue;
    if (change.kind === 'UNREADABLE')
      console.error(`LAKE_CHANGE_UNREADABLE: ${change.what} cannot be read; it is left out.`);
    else changes.push(change);
  }
  const { ofErased } = await fillLake(deps, changes);
  if (ofErased > 0) console.info(`${ofErased} changes are of people who were erased meanwhile; they are left out.`);
}
