import { z } from 'zod';
import {
  connectDatabase,
  createAddresses,
  createApiClients,
  createAudit,
  createCalls,
  createCampaigns,
  createChunks,
  createCustomerSource,
  createDeliverySettings,
  createIdempotency,
  createJobs,
  createPrices,
  createQuotas,
  createReceipts,
  createSegments,
  createShards,
  createTemplates,
} from '../../../src/adapters/dynamodb/index.ts';
import { sha256 } from '../../../src/adapters/request-token/index.ts';
import { createSqsDoorbell } from '../../../src/adapters/sqs/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import {
  cancelSend,
  findClient,
  launchCampaign,
  readOwnJob,
  sendMessages,
  type Caller,
} from '../../../src/app/external-send/index.ts';
import type { ApiClient } from '../../../src/domain/api-client/index.ts';
import { answerField, type FieldAnswer, type FieldCaller } from '../edge/answer-field.ts';
import { readAuthorizedClient } from '../edge/authorized-client.ts';
import { readEnvironment } from '../edge/environment.ts';
import { CANCEL_INPUT, JOB_QUERY, LAUNCH_INPUT, SEND_INPUT, toApiJob } from './arguments.ts';

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
  jobs: createJobs(database, { sendJob: environment.SEND_JOB_TABLE, delivery }),
  shards: createShards(database, delivery),
  chunks: createChunks(database, delivery),
  receipts: createReceipts(database, delivery),
  deliverySettings: createDeliverySettings(database, delivery),
  clients: createApiClients(database, access),
  quotas: createQuotas(database, access),
  idempotency: createIdempotency(database, access),
  audit: createAudit(database, environment.AUDIT_TABLE),
  calls: createCalls(database, {
    sendJob: environment.SEND_JOB_TABLE,
    delivery,
    access,
    audit: environment.AUDIT_TABLE,
  }),
  addresses: createAddresses(database, delivery),
  doorbell: createSqsDoorbell({ queueUrl: environment.SHARD_QUEUE_URL }),
  hash: sha256,
  clock: systemClock,
  ids: randomIds,
};

type Field = (
  client: ApiClient,
  input: unknown,
  caller: FieldCaller,
) => Promise<FieldAnswer & { readonly isAudited?: boolean }>;

/** What each field does; all of them on behalf of one client. */
const FIELDS: Readonly<Record<string, Field>> = {
  sendMessages: async (client, input, { sourceIp }) => {
    const parsed = SEND_INPUT.safeParse(input);
    if (!parsed.success) return invalid(parsed.error);
    const from = sourceIp === undefined ? {} : { sourceIp };
    const sent = await sendMessages(deps, { ...parsed.data, client, ...from });
    if (!sent.ok) return sent;
    return { ok: true, value: sent.answer, ...(sent.isAudited === true ? { isAudited: true } : {}) };
  },
  launchCampaign: async (client, input) => {
    const launched = await launchCampaign(deps, { ...LAUNCH_INPUT.parse(input), client });
    return launched.ok ? { ok: true, value: launched.answer } : launched;
  },
  cancelSend: async (client, input) => {
    const { jobId } = CANCEL_INPUT.parse(input);
    const cancelled = await cancelSend(deps, { jobId, client });
    if (!cancelled.ok) return cancelled;
    const read = await readOwnJob(deps, { jobId, client });
    return read.ok ? { ok: true, value: toApiJob(read) } : read;
  },
  apiJob: async (client, input) => {
    const read = await readOwnJob(deps, { ...JOB_QUERY.parse(input), client });
    return read.ok ? { ok: true, value: toApiJob(read) } : read;
  },
};

export const handler = answerField(z.record(z.string(), z.unknown()), async (input, caller, field) => {
  const run = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
  if (run === undefined) throw new Error(`external-send does not answer the field ${field}.`);
  const who = callerOf(caller);
  const found = who === null ? null : await findClient(deps, who);
  if (found === null) return { ok: false, error: { code: 'UNKNOWN_CLIENT', message: 'No API client calls here.' } };
  const answer = found.ok ? await run(found.client, input, caller) : found;
  const isAudited = field === 'apiJob' || ('isAudited' in answer && answer.isAudited === true);
  if (!isAudited) await record(field, found.ok ? found.client.id : caller.id, caller, answer);
  return answer.ok ? { ok: true, value: answer.value } : answer;
});

function callerOf({ clientId, roleName, ...caller }: FieldCaller): Caller | null {
  const sourceIp = caller.sourceIp ?? null;
  if (clientId !== undefined) {
    const client = readAuthorizedClient(caller.client);
    return { kind: 'TOKEN', clientId, sourceIp, ...(client?.id === clientId ? { client } : {}) };
  }
  return roleName === undefined ? null : { kind: 'ROLE', roleName, sourceIp };
}

const answered = z.object({ jobId: z.string() });

async function record(action: string, clientId: string, { sourceIp }: FieldCaller, answer: FieldAnswer): Promise<void> {
  const job = answer.ok ? answered.safeParse(answer.value) : undefined;
  await deps.audit.append({
    id: deps.ids.next(),
    at: deps.clock.now(),
    actor: `client:${clientId}`,
    action,
    outcome: answer.ok ? 'OK' : answer.error.code,
    ...(sourceIp === undefined ? {} : { sourceIp }),
    ...(job?.success === true ? { subject: job.data.jobId } : {}),
  });
}

function invalid(error: z.ZodError): FieldAnswer {
  const [issue] = error.issues;
  const where = issue === undefined ? '' : ` \`${issue.path.join('.')}\`: ${issue.message}.`;
  return { ok: false, error: { code: 'INVALID_INPUT', message: `sendMessages was not understood.${where}` } };
}
