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
  createWaits,
} from '../../../src/adapters/dynamodb/index.ts';
import { createSqsDoorbell } from '../../../src/adapters/sqs/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { openDueCampaigns, type ScheduleReport } from '../../../src/app/schedule/index.ts';
import { gatherWaits } from '../../../src/app/trigger/index.ts';
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
  waits: createWaits(database, delivery),
  publisher: connectPublisher(environment.GRAPHQL_URL),
  ids: randomIds,
  clock: systemClock,
};

/** Runs every minute: neither keeps the other from its work. */
export async function handler() {
  const [opened, gathered] = await Promise.allSettled([openDueCampaigns(deps), gatherWaits(deps)]);
  if (opened.status === 'fulfilled') tellOpened(opened.value);
  if (gathered.status === 'fulfilled' && gathered.value.failed > 0) {
    console.warn(`${gathered.value.failed} people whose waits were over get nothing: listOccurrences says why.`);
  }
  const failures: unknown[] = [];
  for (const one of [opened, gathered]) if (one.status === 'rejected') failures.push(one.reason);
  if (failures.length > 0) throw new AggregateError(failures, 'What is due could not be opened.');
}

function tellOpened({ damaged, failed, missed }: ScheduleReport): void {
  for (const campaignId of damaged) console.error(`CAMPAIGN_DAMAGED: campaign ${campaignId} was set aside.`);
  if (failed > 0) console.warn(`${failed} occurrences could not be planned: listOccurrences says why.`);
  if (missed > 0) console.warn(`${missed} occurrences were missed.`);
}
