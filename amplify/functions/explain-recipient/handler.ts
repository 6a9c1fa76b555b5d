import { z } from 'zod';
import {
  connectDatabase,
  createChunks,
  createCustomerSource,
  createJobs,
  createReceipts,
  createShards,
  createTemplates,
} from '../../../src/adapters/dynamodb/index.ts';
import { systemClock } from '../../../src/adapters/system/index.ts';
import { explainRecipient } from '../../../src/app/recipients/index.ts';
import { answerField } from '../edge/answer-field.ts';
import { readEnvironment } from '../edge/environment.ts';

const environment = readEnvironment(
  'TEMPLATE_TABLE',
  'TEMPLATE_VERSION_TABLE',
  'SEND_JOB_TABLE',
  'DELIVERY_TABLE',
  'CUSTOMER_TABLE',
);
const database = connectDatabase();
const deps = {
  jobs: createJobs(database, { sendJob: environment.SEND_JOB_TABLE, delivery: environment.DELIVERY_TABLE }),
  shards: createShards(database, environment.DELIVERY_TABLE),
  chunks: createChunks(database, environment.DELIVERY_TABLE),
  receipts: createReceipts(database, environment.DELIVERY_TABLE),
  customers: createCustomerSource(database, environment.CUSTOMER_TABLE),
  templates: createTemplates(database, {
    template: environment.TEMPLATE_TABLE,
    templateVersion: environment.TEMPLATE_VERSION_TABLE,
  }),
  clock: systemClock,
};

export const handler = answerField(z.object({ jobId: z.string(), customerId: z.string() }), async (query) => {
  const explanation = await explainRecipient(deps, query);
  return explanation.ok ? { ok: true, value: explanation } : explanation;
});
