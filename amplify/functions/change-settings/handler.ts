import { z } from 'zod';
import { connectDatabase, createDeliverySettings, createJobs } from '../../../src/adapters/dynamodb/index.ts';
import { createSqsDoorbell } from '../../../src/adapters/sqs/index.ts';
import { changeDeliverySettings } from '../../../src/app/send-job/index.ts';
import { answerField } from '../answer-field.ts';
import { readEnvironment } from '../environment.ts';
import { withoutNulls } from '../without-nulls.ts';

const environment = readEnvironment('SEND_JOB_TABLE', 'DELIVERY_TABLE', 'SHARD_QUEUE_URL');
const database = connectDatabase();
const deps = {
  deliverySettings: createDeliverySettings(database, environment.DELIVERY_TABLE),
  jobs: createJobs(database, { sendJob: environment.SEND_JOB_TABLE, delivery: environment.DELIVERY_TABLE }),
  doorbell: createSqsDoorbell({ queueUrl: environment.SHARD_QUEUE_URL }),
};

const rate = z.int().exactOptional();
const input = z.object({
  isStopped: z.boolean().exactOptional(),
  reason: z.string().exactOptional(),
  messagesPerSecond: z
    .preprocess(withoutNulls, z.strictObject({ PUSH: rate, EMAIL: rate, SMS: rate, CUSTOM: rate }))
    .exactOptional(),
});

/** Answers `deliverySettings` and `saveDeliverySettings`. */
export const handler = answerField(input, async (change, actor, field) => {
  if (field === 'deliverySettings') return { ok: true, value: await deps.deliverySettings.get() };
  const changed = await changeDeliverySettings(deps, { actor, change });
  return changed.ok ? { ok: true, value: changed.settings } : changed;
});
