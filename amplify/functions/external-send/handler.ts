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
  createRunRecords,
  createRuns,
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
import { answerFields, field, type Field, type FieldAnswer, type FieldCaller } from '../edge/answer-fields.ts';
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
  doorbell: createSqsDoorbell({
    queueUrl: environment.SHARD_QUEUE_URL,
    directQueueUrl: environment.DIRECT_QUEUE_URL,
  }),
  hash: sha256,
  clock: systemClock,
  ids: randomIds,
};

/** An answer, and whether the use case itself has written it into the audit log. */
type Outcome = FieldAnswer & { readonly isAudited?: boolean };

/** A field that acts on behalf of one client; what changes something is written into the audit log. */
function onBehalf<Input>(
  input: z.ZodType<Input>,
  run: (client: ApiClient, input: Input, caller: FieldCaller) => Promise<Outcome>,
  { isQuery }: { readonly isQuery: boolean } = { isQuery: false },
): Field {
  return async (given, caller, name) => {
    const who = callerOf(caller);
    const found = who === null ? null : await findClient(deps, who);
    if (found === null) return { ok: false, error: { code: 'UNKNOWN_CLIENT', message: 'No API client calls here.' } };
    if (!found.ok) {
      if (!isQuery) await record(name, caller.id, caller, found);
      return found;
    }
    let isWritten = isQuery;
    const answering = field(input, async (parsed) => {
      const { isAudited = false, ...answer } = await run(found.client, parsed, caller);
      isWritten ||= isAudited;
      return answer;
    });
    const answer = await answering(given, caller, name);
    if (!isWritten) await record(name, found.client.id, caller, answer);
    return answer;
  };
}

export const handler = answerFields({
  sendMessages: onBehalf(SEND_INPUT, async (client, input, { sourceIp }) => {
    const sent = await sendMessages(deps, { ...input, client, ...(sourceIp === undefined ? {} : { sourceIp }) });
    return sent.ok ? { ok: true, value: sent.answer, isAudited: sent.isAudited === true } : sent;
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
  apiJob: onBehalf(
    JOB_QUERY,
    async (client, query) => {
      const read = await readOwnJob(deps, { ...query, client });
      return read.ok ? { ok: true, value: toApiJob(read) } : read;
    },
    { isQuery: true },
  ),
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
