import { z } from 'zod';
import {
  connectDatabase,
  createAddresses,
  createChunks,
  createCustomerStore,
  createJobs,
  createReceipts,
  createShards,
  createWatches,
} from '../../../src/adapters/dynamodb/index.ts';
import { parseReceipt } from '../../../src/adapters/eventbridge/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { DEFAULT_WORK_SETTINGS, recordReceipts } from '../../../src/app/delivery/index.ts';
import type { Receipt } from '../../../src/domain/send-job/index.ts';
import { readEnvironment } from '../edge/environment.ts';
import { connectPublisher } from '../edge/progress-publisher.ts';

const environment = readEnvironment('CUSTOMER_TABLE', 'SEND_JOB_TABLE', 'DELIVERY_TABLE', 'GRAPHQL_URL');
const database = connectDatabase();
const jobs = createJobs(database, { sendJob: environment.SEND_JOB_TABLE, delivery: environment.DELIVERY_TABLE });
const deps = {
  jobs,
  receiptFlags: jobs.receiptFlags,
  shards: createShards(database, environment.DELIVERY_TABLE),
  chunks: createChunks(database, environment.DELIVERY_TABLE),
  receipts: createReceipts(database, environment.DELIVERY_TABLE),
  addresses: createAddresses(database, environment.DELIVERY_TABLE),
  watches: createWatches(database, environment.DELIVERY_TABLE),
  customerStore: createCustomerStore(database, environment.CUSTOMER_TABLE),
  publisher: connectPublisher(environment.GRAPHQL_URL),
  clock: systemClock,
  ids: randomIds,
  settings: DEFAULT_WORK_SETTINGS,
};

const EVENT = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });

/** Records a batch of receipts; those nobody can read are handed back, and end among the dead letters. */
export async function handler(event: unknown) {
  const receipts: Receipt[] = [];
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of EVENT.parse(event).Records) {
    const parsed = parseReceipt(jsonOf(body));
    if (parsed.kind === 'RECEIPT') receipts.push(parsed.receipt);
    if (parsed.kind !== 'MALFORMED') continue;
    console.warn(`Receipt ${messageId} cannot be read: ${parsed.reason}`);
    batchItemFailures.push({ itemIdentifier: messageId });
  }
  const { unknown } = await recordReceipts(deps, receipts);
  if (unknown > 0) console.warn(`${unknown} receipts name no message of ours.`);
  return { batchItemFailures };
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
