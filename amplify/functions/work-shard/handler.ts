import { z } from 'zod';
import {
  connectDatabase,
  createChunks,
  createCustomerSource,
  createJobs,
  createShards,
  createTemplates,
} from '../../../src/adapters/dynamodb/index.ts';
import { createPinpointSender } from '../../../src/adapters/pinpoint/index.ts';
import { createSesSender } from '../../../src/adapters/ses/index.ts';
import { createSqsDoorbell, parseRing } from '../../../src/adapters/sqs/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { DEFAULT_WORK_SETTINGS, workShard, type WorkShardDeps } from '../../../src/app/delivery/index.ts';
import { readEnvironment } from '../environment.ts';
import { connectPublisher } from '../progress-publisher.ts';

const environment = readEnvironment(
  'TEMPLATE_TABLE',
  'TEMPLATE_VERSION_TABLE',
  'CUSTOMER_TABLE',
  'SEND_JOB_TABLE',
  'DELIVERY_TABLE',
  'SHARD_QUEUE_URL',
  'GRAPHQL_URL',
  'PINPOINT_APP_ID',
  'EMAIL_FROM',
);
const database = connectDatabase();
const pinpoint = createPinpointSender({ applicationId: environment.PINPOINT_APP_ID });
const deps: WorkShardDeps = {
  jobs: createJobs(database, { sendJob: environment.SEND_JOB_TABLE, delivery: environment.DELIVERY_TABLE }),
  shards: createShards(database, environment.DELIVERY_TABLE),
  chunks: createChunks(database, environment.DELIVERY_TABLE),
  customers: createCustomerSource(database, environment.CUSTOMER_TABLE),
  templates: createTemplates(database, {
    template: environment.TEMPLATE_TABLE,
    templateVersion: environment.TEMPLATE_VERSION_TABLE,
  }),
  doorbell: createSqsDoorbell({ queueUrl: environment.SHARD_QUEUE_URL }),
  publisher: connectPublisher(environment.GRAPHQL_URL),
  senders: { PUSH: pinpoint, SMS: pinpoint, EMAIL: createSesSender({ from: environment.EMAIL_FROM }) },
  clock: systemClock,
  ids: randomIds,
  settings: DEFAULT_WORK_SETTINGS,
};

const EVENT = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });

interface Context {
  readonly getRemainingTimeInMillis: () => number;
}

/** Works the shard each message rings for; what fails is delivered again, alone. */
export async function handler(event: unknown, context: Context) {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of EVENT.parse(event).Records) {
    const ref = parseRing(body);
    try {
      if (ref === null) throw new Error('The message does not name a shard.');
      await workShard(deps, { ...ref, deadline: deps.clock.now() + context.getRemainingTimeInMillis() });
    } catch (error) {
      console.error(`Message ${messageId} failed.`, error);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}
