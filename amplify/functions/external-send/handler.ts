import {
  connectDatabase,
  createAddresses,
  createApiClients,
  createAppTokens,
  createAudit,
  createCalls,
  createCampaigns,
  createChunks,
  createCustomerSource,
  createDeliverySettings,
  createIdempotency,
  createJobs,
  createPrices,
  createRunRecords,
  createRuns,
  createQuotas,
  createReceipts,
  createSegments,
  createShards,
  createTemplates,
  createUsage,
} from '../../../src/adapters/dynamodb/index.ts';
import { newAppToken, sha256 } from '../../../src/adapters/request-token/index.ts';
import { createSqsDoorbell } from '../../../src/adapters/sqs/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { issueAppToken } from '../../../src/app/api-client/index.ts';
import {
  cancelSend,
  launchCampaign,
  readOwnJob,
  sendMessages,
  sendTestMessage,
} from '../../../src/app/external-send/index.ts';
import { checkOperation } from '../../../src/domain/api-client/index.ts';
import { answerFields, field, type Field, type FieldAnswer, type FieldCaller } from '../edge/answer-fields.ts';
import { readEnvironment } from '../edge/environment.ts';
import { onBehalfOf } from '../edge/on-behalf.ts';
import {
  APP_TOKEN_INPUT,
  CANCEL_INPUT,
  JOB_QUERY,
  LAUNCH_INPUT,
  SEND_INPUT,
  TEST_INPUT,
  toApiJob,
} from './arguments.ts';

const environment = readEnvironment(
  'CAMPAIGN_TABLE',
  'SEGMENT_TABLE',
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
const { DELIVERY_TABLE: delivery, ACCESS_TABLE: access } = environment;
const deps = {
  campaigns: createCampaigns(database, environment.CAMPAIGN_TABLE),
  segments: createSegments(database, environment.SEGMENT_TABLE),
  templates: createTemplates(database, {
    template: environment.TEMPLATE_TABLE,
    templateVersion: environment.TEMPLATE_VERSION_TABLE,
  }),
  customers: createCustomerSource(database, environment.CUSTOMER_TABLE),
  prices: createPrices(database, delivery),
  runs: createRuns(database, delivery),
  runRecords: createRunRecords(database, delivery),
  jobs: createJobs(database, { sendJob: environment.SEND_JOB_TABLE, delivery }),
  shards: createShards(database, delivery),
  chunks: createChunks(database, delivery),
  receipts: createReceipts(database, delivery),
  deliverySettings: createDeliverySettings(database, delivery),
  clients: createApiClients(database, access),
  appTokens: createAppTokens(database, access),
  newAppToken,
  quotas: createQuotas(database, access),
  usage: createUsage(database, access),
  idempotency: createIdempotency(database, access),
  audit: createAudit(database, environment.AUDIT_TABLE),
  calls: createCalls(database, {
    sendJob: environment.SEND_JOB_TABLE,
    delivery,
    access,
    audit: environment.AUDIT_TABLE,
  }),
  addresses: createAddresses(database, delivery),
  doorbell: createSqsDoorbell({
    queueUrl: environment.SHARD_QUEUE_URL,
    directQueueUrl: environment.DIRECT_QUEUE_URL,
  }),
  hash: sha256,
  clock: systemClock,
  ids: randomIds,
};

const onBehalf = onBehalfOf(deps);

/** What a person sends to addresses that they name; what is carried out is written down with its job. */
const testMessage: Field = field(TEST_INPUT, async (input, actor): Promise<FieldAnswer> => {
  const sent = await sendTestMessage(deps, { ...input, actor });
  if (!sent.ok) await recordTest(actor, sent.error.code);
  return sent.ok ? { ok: true, value: sent.answer } : sent;
});

export const handler = answerFields({
  sendTestMessage: testMessage,
  sendMessages: onBehalf(SEND_INPUT, async (client, input, { sourceIp }) => {
    const sent = await sendMessages(deps, { ...input, client, ...(sourceIp === undefined ? {} : { sourceIp }) });
    if (!sent.ok) return sent;
    const { isAudited = false, isCounted = false } = sent;
    return { ok: true, value: sent.answer, isAudited, isCounted };
  }),
  launchCampaign: onBehalf(LAUNCH_INPUT, async (client, input) => {
    const launched = await launchCampaign(deps, { ...input, client });
    return launched.ok ? { ok: true, value: launched.answer } : launched;
  }),
  cancelSend: onBehalf(CANCEL_INPUT, async (client, { jobId }) => {
    const cancelled = await cancelSend(deps, { jobId, client });
    if (!cancelled.ok) return cancelled;
    const read = await readOwnJob(deps, { jobId, client });
    return read.ok ? { ok: true, value: toApiJob(read) } : read;
  }),
  issueAppToken: onBehalf(APP_TOKEN_INPUT, async (client, input, { keyId }) => {
    const allowed = checkOperation(client, 'ISSUE_APP_TOKENS');
    if (!allowed.ok) return allowed;
    // Only the authorizer lets anybody come here, and it has verified a key.
    if (keyId === undefined) throw new Error(`${client.id} asked for an app token without a key.`);
    const issued = await issueAppToken(deps, { ...input, clientId: client.id, keyId });
    if (!issued.ok) return issued;
    const value = { token: issued.token, expiresAt: new Date(issued.expiresAt).toISOString() };
    // One for each visit of each customer: the log would hold little else. What the token is for is kept with it.
    return { ok: true, value, isAudited: true };
  }),
  apiJob: onBehalf(
    JOB_QUERY,
    async (client, query) => {
      const read = await readOwnJob(deps, { ...query, client });
      return read.ok ? { ok: true, value: toApiJob(read) } : read;
    },
    { isQuery: true },
  ),
});

async function recordTest({ id, sourceIp }: FieldCaller, outcome: string): Promise<void> {
  const where = sourceIp === undefined ? {} : { sourceIp };
  const entry = { id: deps.ids.next(), at: deps.clock.now(), actor: id, action: 'sendTestMessage', outcome };
  await deps.audit.append({ ...entry, ...where });
}
