import * as z from 'zod';
import {
  connectDatabase,
  createAddresses,
  createBudgets,
  createCaps,
  createChunks,
  createCustomerSource,
  createCustomerStore,
  createDeliverySettings,
  createJobs,
  createPrices,
  createRates,
  createReceipts,
  createRunRecords,
  createShards,
  createTemplates,
  createWaits,
  createWatches,
} from '../../../src/adapters/dynamodb/index.ts';
import { createSqsDeadLetters, createSqsDoorbell, parseRing } from '../../../src/adapters/sqs/index.ts';
import { collectOnOneThread, keepNewObjectsYoung, randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { DEFAULT_WORK_SETTINGS, workShard, type WorkShardDeps } from '../../../src/app/delivery/index.ts';
import { readEnvironment } from '../edge/environment.ts';
import { connectPublisher } from '../edge/progress-publisher.ts';
import { connectSenders } from './senders.ts';

keepNewObjectsYoung();
collectOnOneThread();
const environment = readEnvironment(
  'TEMPLATE_TABLE',
  'TEMPLATE_VERSION_TABLE',
  'CUSTOMER_TABLE',
  'SEND_JOB_TABLE',
  'DELIVERY_TABLE',
  'SHARD_QUEUE_URL',
  'DIRECT_QUEUE_URL',
  'DEAD_LETTER_QUEUE_URL',
  'GRAPHQL_URL',
);
const database = connectDatabase();
const delivery = environment.DELIVERY_TABLE;
const deps: WorkShardDeps = {
  jobs: createJobs(database, { sendJob: environment.SEND_JOB_TABLE, delivery }),
  shards: createShards(database, delivery),
  chunks: createChunks(database, delivery),
  receipts: createReceipts(database, delivery),
  runRecords: createRunRecords(database, delivery),
  rates: createRates(database, delivery),
  caps: createCaps(database, delivery),
  budgets: createBudgets(database, delivery),
  prices: createPrices(database, delivery),
  deliverySettings: createDeliverySettings(database, delivery),
  waits: createWaits(database, delivery),
  watches: createWatches(database, delivery),
  addresses: createAddresses(database, delivery),
  customers: createCustomerSource(database, environment.CUSTOMER_TABLE),
  customerStore: createCustomerStore(database, environment.CUSTOMER_TABLE),
  templates: createTemplates(database, {
    template: environment.TEMPLATE_TABLE,
    templateVersion: environment.TEMPLATE_VERSION_TABLE,
  }),
  doorbell: createSqsDoorbell({
    queueUrl: environment.SHARD_QUEUE_URL,
    directQueueUrl: environment.DIRECT_QUEUE_URL,
  }),
  deadLetters: createSqsDeadLetters({ queueUrl: environment.DEAD_LETTER_QUEUE_URL }),
  publisher: connectPublisher(environment.GRAPHQL_URL),
  clock: systemClock,
  ids: randomIds,
  senders: connectSenders(),
  settings: DEFAULT_WORK_SETTINGS,
};

const EVENT = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });

interface Context {
  readonly getRemainingTimeInMillis: () => number;
}

/** Works the shards that a batch rings for, side by side; what fails is delivered again, alone. */
export async function handler(event: unknown, context: Context) {
  const deadline = deps.clock.now() + context.getRemainingTimeInMillis();
  const failed = await Promise.all(
    EVENT.parse(event).Records.map(async ({ messageId, body }) => {
      try {
        const ref = parseRing(body);
        if (ref === null) throw new Error('The message does not name a shard.');
        await workShard(deps, { ...ref, deadline });
        return [];
      } catch (error) {
        console.error(`Message ${messageId} failed.`, error);
        return [{ itemIdentifier: messageId }];
      }
    }),
  );
  return { batchItemFailures: failed.flat() };
}
