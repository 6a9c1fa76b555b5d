import {
  connectDatabase,
  createBudgets,
  createCampaignPages,
  createCampaigns,
  createCaps,
  createCustomerSource,
  createDeliverySettings,
  createJobs,
  createOccurrences,
  createPrices,
  createRunRecords,
  createRuns,
  createScheduledCampaigns,
  createSegments,
  createTemplates,
} from '../../../src/adapters/dynamodb/index.ts';
import { createSqsDoorbell } from '../../../src/adapters/sqs/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { answerFields } from '../edge/answer-fields.ts';
import { readEnvironment } from '../edge/environment.ts';
import { duplicateCampaignField } from './duplicate-campaign.ts';
import { forecastRunField } from './forecast-run.ts';
import { listOccurrencesField } from './list-occurrences.ts';
import { planCampaignField } from './plan-campaign.ts';
import { saveCampaignField } from './save-campaign.ts';
import { upcomingOccurrencesField } from './upcoming-occurrences.ts';
import { whereUsedField } from './where-used.ts';

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
);
const database = connectDatabase();
const deps = {
  campaigns: createCampaigns(database, environment.CAMPAIGN_TABLE),
  campaignPages: createCampaignPages(database, environment.CAMPAIGN_TABLE),
  scheduled: createScheduledCampaigns(database, environment.CAMPAIGN_TABLE),
  segments: createSegments(database, environment.SEGMENT_TABLE),
  templates: createTemplates(database, {
    template: environment.TEMPLATE_TABLE,
    templateVersion: environment.TEMPLATE_VERSION_TABLE,
  }),
  customers: createCustomerSource(database, environment.CUSTOMER_TABLE),
  deliverySettings: createDeliverySettings(database, environment.DELIVERY_TABLE),
  occurrences: createOccurrences(database, {
    campaign: environment.CAMPAIGN_TABLE,
    delivery: environment.DELIVERY_TABLE,
  }),
  prices: createPrices(database, environment.DELIVERY_TABLE),
  jobs: createJobs(database, { sendJob: environment.SEND_JOB_TABLE, delivery: environment.DELIVERY_TABLE }),
  runs: createRuns(database, environment.DELIVERY_TABLE),
  runRecords: createRunRecords(database, environment.DELIVERY_TABLE),
  caps: createCaps(database, environment.DELIVERY_TABLE),
  budgets: createBudgets(database, environment.DELIVERY_TABLE),
  doorbell: createSqsDoorbell({
    queueUrl: environment.SHARD_QUEUE_URL,
    directQueueUrl: environment.DIRECT_QUEUE_URL,
  }),
  ids: randomIds,
  clock: systemClock,
};

export const handler = answerFields({
  saveCampaign: saveCampaignField(deps),
  planCampaign: planCampaignField(deps),
  duplicateCampaign: duplicateCampaignField(deps),
  whereUsed: whereUsedField(deps),
  forecastRun: forecastRunField(deps),
  listOccurrences: listOccurrencesField(deps),
  upcomingOccurrences: upcomingOccurrencesField(deps, process.versions['tz']),
});
