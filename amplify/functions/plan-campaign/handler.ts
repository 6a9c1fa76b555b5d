import { z } from 'zod';
import {
  connectDatabase,
  createCampaigns,
  createCustomerSource,
  createJobs,
  createPrices,
  createSegments,
  createTemplates,
} from '../../../src/adapters/dynamodb/index.ts';
import { createSqsDoorbell } from '../../../src/adapters/sqs/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { planCampaign } from '../../../src/app/send-job/index.ts';
import { answerField } from '../edge/answer-field.ts';
import { readEnvironment } from '../edge/environment.ts';

const environment = readEnvironment(
  'CAMPAIGN_TABLE',
  'SEGMENT_TABLE',
  'TEMPLATE_TABLE',
  'TEMPLATE_VERSION_TABLE',
  'CUSTOMER_TABLE',
  'SEND_JOB_TABLE',
  'DELIVERY_TABLE',
  'SHARD_QUEUE_URL',
);
const database = connectDatabase();
const deps = {
  campaigns: createCampaigns(database, environment.CAMPAIGN_TABLE),
  segments: createSegments(database, environment.SEGMENT_TABLE),
  templates: createTemplates(database, {
    template: environment.TEMPLATE_TABLE,
    templateVersion: environment.TEMPLATE_VERSION_TABLE,
  }),
  customers: createCustomerSource(database, environment.CUSTOMER_TABLE),
  prices: createPrices(database, environment.DELIVERY_TABLE),
  jobs: createJobs(database, { sendJob: environment.SEND_JOB_TABLE, delivery: environment.DELIVERY_TABLE }),
  doorbell: createSqsDoorbell({ queueUrl: environment.SHARD_QUEUE_URL }),
  ids: randomIds,
  clock: systemClock,
};

export const handler = answerField(z.object({ campaignId: z.string() }), async (command, actor) => {
  const planned = await planCampaign(deps, { ...command, actor });
  return planned.ok ? { ok: true, value: { id: planned.job.id } } : planned;
});
