import * as z from 'zod';
import {
  connectDatabase,
  createAddresses,
  createCalls,
  createCampaigns,
  createChunks,
  createCustomerSource,
  createCustomerStore,
  createDeliverySettings,
  createIdempotency,
  createJobs,
  createTemplates,
} from '../../../src/adapters/dynamodb/index.ts';
import { sha256 } from '../../../src/adapters/request-token/index.ts';
import { createSqsDoorbell } from '../../../src/adapters/sqs/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { sendConsentNotices } from '../../../src/app/consent-notices/index.ts';
import { answerFields, field } from '../edge/answer-fields.ts';
import { readEnvironment } from '../edge/environment.ts';

const environment = readEnvironment(
  'CAMPAIGN_TABLE',
  'TEMPLATE_TABLE',
  'TEMPLATE_VERSION_TABLE',
  'CUSTOMER_TABLE',
  'SEND_JOB_TABLE',
  'DELIVERY_TABLE',
  'ACCESS_TABLE',
  'AUDIT_TABLE',
  'SHARD_QUEUE_URL',
  'DIRECT_QUEUE_URL',
);
const database = connectDatabase();
const { DELIVERY_TABLE: delivery, ACCESS_TABLE: access, SEND_JOB_TABLE: sendJob } = environment;
const deps = {
  campaigns: createCampaigns(database, environment.CAMPAIGN_TABLE),
  templates: createTemplates(database, {
    template: environment.TEMPLATE_TABLE,
    templateVersion: environment.TEMPLATE_VERSION_TABLE,
  }),
  customers: createCustomerSource(database, environment.CUSTOMER_TABLE),
  customerStore: createCustomerStore(database, environment.CUSTOMER_TABLE),
  jobs: createJobs(database, { sendJob, delivery }),
  chunks: createChunks(database, delivery),
  deliverySettings: createDeliverySettings(database, delivery),
  idempotency: createIdempotency(database, access),
  calls: createCalls(database, { sendJob, delivery, access, audit: environment.AUDIT_TABLE }),
  addresses: createAddresses(database, delivery),
  doorbell: createSqsDoorbell({
    queueUrl: environment.SHARD_QUEUE_URL,
    directQueueUrl: environment.DIRECT_QUEUE_URL,
  }),
  hash: sha256,
  clock: systemClock,
  ids: randomIds,
};

/** AppSync gives up after 30 s; the function itself has 15 minutes. */
const ASKED_MS = 20_000;
const BELL_MS = 13 * 60_000;

const answer = answerFields({
  sendConsentNotices: field(z.object({}), async () => {
    const sent = await sendConsentNotices(deps, { until: deps.clock.now() + ASKED_MS });
    return sent.ok ? { ok: true, value: sent.report } : sent;
  }),
});

const bell = z.object({ 'detail-type': z.literal('Scheduled Event') });

/** Answers who asks, and the bell of the day. */
export async function handler(event: unknown) {
  if (!bell.safeParse(event).success) return answer(event);
  const sent = await sendConsentNotices(deps, { until: deps.clock.now() + BELL_MS });
  if (!sent.ok) {
    console.warn(`Nobody was told of their consent: ${sent.error.code}.`);
    return sent;
  }
  const { withoutTemplate, tooLate, isDone } = sent.report;
  if (withoutTemplate > 0) console.warn(`${withoutTemplate} notices have no template in the settings.`);
  if (tooLate > 0) console.warn(`Of ${tooLate} decisions nobody was told within 14 days.`);
  if (!isDone) console.warn('The time was up before every customer was looked at; the next round begins anew.');
  return sent.report;
}
