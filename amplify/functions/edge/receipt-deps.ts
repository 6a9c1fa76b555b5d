import {
  connectDatabase,
  createAddresses,
  createChunks,
  createConsentLedger,
  createCustomerStore,
  createJobs,
  createReceipts,
  createShards,
  createWatches,
} from '../../../src/adapters/dynamodb/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { DEFAULT_WORK_SETTINGS } from '../../../src/app/delivery/index.ts';
import { readEnvironment } from './environment.ts';
import { connectPublisher } from './progress-publisher.ts';

/** What is needed to write down what became of messages, and what people answered to them. */
export function connectReceipts() {
  const environment = readEnvironment(
    'CUSTOMER_TABLE',
    'SEND_JOB_TABLE',
    'DELIVERY_TABLE',
    'AUDIT_TABLE',
    'GRAPHQL_URL',
  );
  const database = connectDatabase();
  const jobs = createJobs(database, { sendJob: environment.SEND_JOB_TABLE, delivery: environment.DELIVERY_TABLE });
  return {
    jobs,
    receiptFlags: jobs.receiptFlags,
    shards: createShards(database, environment.DELIVERY_TABLE),
    chunks: createChunks(database, environment.DELIVERY_TABLE),
    receipts: createReceipts(database, environment.DELIVERY_TABLE),
    addresses: createAddresses(database, environment.DELIVERY_TABLE),
    ledger: createConsentLedger(database, environment.AUDIT_TABLE),
    watches: createWatches(database, environment.DELIVERY_TABLE),
    customerStore: createCustomerStore(database, environment.CUSTOMER_TABLE),
    publisher: connectPublisher(environment.GRAPHQL_URL),
    clock: systemClock,
    ids: randomIds,
    settings: DEFAULT_WORK_SETTINGS,
  };
}
