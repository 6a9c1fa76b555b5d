import {
  connectDatabase,
  createBudgets,
  createChunks,
  createDeliverySettings,
  createJobs,
  createPrices,
  createRunRecords,
  createShards,
  indexOldJobs,
} from '../../../src/adapters/dynamodb/index.ts';
import { createSqsCountBell, createSqsDeadLetters, createSqsDoorbell } from '../../../src/adapters/sqs/index.ts';
import { systemClock } from '../../../src/adapters/system/index.ts';
import { sweepJobs } from '../../../src/app/delivery/index.ts';
import { readEnvironment } from '../edge/environment.ts';
import { connectPublisher } from '../edge/progress-publisher.ts';

const environment = readEnvironment(
  'SEND_JOB_TABLE',
  'DELIVERY_TABLE',
  'SHARD_QUEUE_URL',
  'DIRECT_QUEUE_URL',
  'RECEIPT_QUEUE_URL',
  'DEAD_LETTER_QUEUE_URL',
  'GRAPHQL_URL',
);
const database = connectDatabase();
const tables = { sendJob: environment.SEND_JOB_TABLE, delivery: environment.DELIVERY_TABLE };
const jobs = createJobs(database, tables);
const deps = {
  jobs,
  runRecords: createRunRecords(database, environment.DELIVERY_TABLE),
  chunks: createChunks(database, environment.DELIVERY_TABLE),
  budgets: createBudgets(database, environment.DELIVERY_TABLE),
  prices: createPrices(database, environment.DELIVERY_TABLE),
  deliverySettings: createDeliverySettings(database, environment.DELIVERY_TABLE),
  shards: createShards(database, environment.DELIVERY_TABLE),
  doorbell: createSqsDoorbell({
    queueUrl: environment.SHARD_QUEUE_URL,
    directQueueUrl: environment.DIRECT_QUEUE_URL,
  }),
  countBell: createSqsCountBell({ queueUrl: environment.RECEIPT_QUEUE_URL }),
  deadLetters: createSqsDeadLetters({ queueUrl: environment.DEAD_LETTER_QUEUE_URL }),
  publisher: connectPublisher(environment.GRAPHQL_URL),
  clock: systemClock,
};

/** Runs every minute. */
export async function handler() {
  await indexOldJobs(database, tables);
  const report = await sweepJobs(deps);
  for (const { jobId, code } of report.damaged) console.error(`${code}: job ${jobId} was set aside.`);
  return report;
}
