import {
  connectDatabase,
  createBudgets,
  createCampaigns,
  createCustomerSource,
  createDeliverySettings,
  createDueCampaigns,
  createJobs,
  createOccurrences,
  createPrices,
  createRunRecords,
  createRuns,
  createSegments,
  createShards,
  createTemplates,
} from '../../../src/adapters/dynamodb/index.ts';
import { createSqsDoorbell } from '../../../src/adapters/sqs/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { openDueCampaigns } from '../../../src/app/schedule/index.ts';
import { readEnvironment } from '../edge/environment.ts';
import { connectPublisher } from '../edge/progress-publisher.ts';

const environment = readEnvironment(
  'CAMPAIGN_TABLE',
  'SEGMENT_TABLE',
  'TEMPLATE_TABLE',
  'TEMPLATE_VERSION_TABLE',
  'CUSTOMER_TABLE',
  'SEND_JOB_TABLE',
  'DELIVERY_TABLE',
  'SHARD_QUEUE_URL',
  'DIRECT_QUEUE_URL',
  'GRAPHQL_URL',
);
const database = connectDatabase();
const { CAMPAIGN_TABLE: campaign, DELIVERY_TABLE: delivery } = environment;
const deps = {
  campaigns: createCampaigns(database, campaign),
  dueCampaigns: createDueCampaigns(database, campaign),
  occurrences: createOccurrences(database, { campaign, delivery }),
  segments: createSegments(database, environment.SEGMENT_TABLE),
  templates: createTemplates(database, {
    template: environment.TEMPLATE_TABLE,
    templateVersion: environment.TEMPLATE_VERSION_TABLE,
  }),
  customers: createCustomerSource(database, environment.CUSTOMER_TABLE),
  budgets: createBudgets(database, delivery),
  deliverySettings: createDeliverySettings(database, delivery),
  prices: createPrices(database, delivery),
  jobs: createJobs(database, { sendJob: environment.SEND_JOB_TABLE, delivery }),
  shards: createShards(database, delivery),
  runs: createRuns(database, delivery),
  runRecords: createRunRecords(database, delivery),
  doorbell: createSqsDoorbell({
    queueUrl: environment.SHARD_QUEUE_URL,
    directQueueUrl: environment.DIRECT_QUEUE_URL,
  }),
  publisher: connectPublisher(environment.GRAPHQL_URL),
  ids: randomIds,
  clock: systemClock,
};

/** Runs every minute. */
export async function handler() {
  const report = await openDueCampaigns(deps);
  for (const campaignId of report.damaged) console.error(`CAMPAIGN_DAMAGED: campaign ${campaignId} was set aside.`);
  if (report.failed > 0) console.warn(`${report.failed} occurrences could not be planned: listOccurrences says why.`);
  if (report.missed > 0) console.warn(`${report.missed} occurrences were missed.`);
  return report;
}
