import {
  connectDatabase,
  createAddresses,
  createBudgets,
  createCaps,
  createChunks,
  createConsentLedger,
  createCustomerEvents,
  createCustomerNames,
  createCustomerSource,
  createDeliverySettings,
  createJobs,
  createPrices,
  createReceipts,
  createRunRecords,
  createShards,
  createTemplates,
} from '../../../src/adapters/dynamodb/index.ts';
import { systemClock } from '../../../src/adapters/system/index.ts';
import { answerFields } from '../edge/answer-fields.ts';
import { readEnvironment } from '../edge/environment.ts';
import { campaignReportField } from './campaign-report.ts';
import { customerTimelineField } from './customer-timeline.ts';
import { explainRecipientField } from './explain-recipient.ts';
import { listRecipientsField } from './list-recipients.ts';
import { monthCostsField } from './month-costs.ts';
import { listRunsField, recentRunsField, runProgressField } from './read-runs.ts';
import { reviewPlanField } from './review-plan.ts';
import { searchCustomersField } from './search-customers.ts';
import { smallestLiftField } from './smallest-lift.ts';

const environment = readEnvironment(
  'TEMPLATE_TABLE',
  'TEMPLATE_VERSION_TABLE',
  'SEND_JOB_TABLE',
  'DELIVERY_TABLE',
  'CUSTOMER_TABLE',
  'EVENT_TABLE',
  'AUDIT_TABLE',
);
const database = connectDatabase();
const deps = {
  jobs: createJobs(database, { sendJob: environment.SEND_JOB_TABLE, delivery: environment.DELIVERY_TABLE }),
  shards: createShards(database, environment.DELIVERY_TABLE),
  chunks: createChunks(database, environment.DELIVERY_TABLE),
  receipts: createReceipts(database, environment.DELIVERY_TABLE),
  runRecords: createRunRecords(database, environment.DELIVERY_TABLE),
  caps: createCaps(database, environment.DELIVERY_TABLE),
  deliverySettings: createDeliverySettings(database, environment.DELIVERY_TABLE),
  budgets: createBudgets(database, environment.DELIVERY_TABLE),
  prices: createPrices(database, environment.DELIVERY_TABLE),
  customers: createCustomerSource(database, environment.CUSTOMER_TABLE),
  names: createCustomerNames(database, environment.CUSTOMER_TABLE),
  addresses: createAddresses(database, environment.DELIVERY_TABLE),
  customerEvents: createCustomerEvents(database, environment.EVENT_TABLE),
  ledger: createConsentLedger(database, environment.AUDIT_TABLE),
  templates: createTemplates(database, {
    template: environment.TEMPLATE_TABLE,
    templateVersion: environment.TEMPLATE_VERSION_TABLE,
  }),
  clock: systemClock,
};

export const handler = answerFields({
  listRecipients: listRecipientsField(deps),
  reviewPlan: reviewPlanField(deps),
  explainRecipient: explainRecipientField(deps),
  listRuns: listRunsField(deps),
  recentRuns: recentRunsField(deps),
  runProgress: runProgressField(deps),
  monthCosts: monthCostsField(deps),
  campaignReport: campaignReportField(deps),
  smallestLift: smallestLiftField(),
  searchCustomers: searchCustomersField(deps),
  customerTimeline: customerTimelineField(deps),
});
