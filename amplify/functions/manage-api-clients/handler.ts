import * as z from 'zod';
import { connectDatabase, createApiClients, createAudit, createUsage } from '../../../src/adapters/dynamodb/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { addApiKey, clientUsage, removeApiKey, saveApiClient } from '../../../src/app/api-client/index.ts';
import { listAuditEntries, listCustomerAudit, type AuditPage } from '../../../src/app/audit/index.ts';
import { API_OPERATIONS, KEY_ALGORITHMS, type ApiClient } from '../../../src/domain/api-client/index.ts';
import { answerFields, field, type Field } from '../edge/answer-fields.ts';
import { readEnvironment } from '../edge/environment.ts';
import { idArgument } from '../edge/id-argument.ts';
import { connectKeySecrets } from '../edge/master-secret.ts';
import { writtenDown } from '../edge/written-down.ts';

const environment = readEnvironment('ACCESS_TABLE', 'AUDIT_TABLE', 'API_MASTER_SECRET_PARAMETER');
const database = connectDatabase();
const deps = {
  clients: createApiClients(database, environment.ACCESS_TABLE),
  usage: createUsage(database, environment.ACCESS_TABLE),
  audit: createAudit(database, environment.AUDIT_TABLE),
  secrets: connectKeySecrets(environment.API_MASTER_SECRET_PARAMETER),
  clock: systemClock,
  ids: randomIds,
};

const CLIENT = z.object({
  clientId: idArgument,
  name: z.string(),
  isActive: z.boolean(),
  cidrs: z.array(z.string()),
  operations: z.array(z.enum(API_OPERATIONS)),
  templateIds: z.array(idArgument),
  mayInline: z.boolean().default(false),
  messagesPerDay: z.int(),
  recipientsPerMinute: z.int(),
  roleNames: z.array(z.string()).default([]),
});
const KEY = z.object({
  clientId: idArgument,
  keyId: idArgument,
  algorithm: z.enum(KEY_ALGORITHMS),
  publicKey: z.string().exactOptional(),
});
const KEY_NAME = z.object({ clientId: idArgument, keyId: idArgument });
const AUDIT_QUERY = z.object({
  day: z.string(),
  limit: z.int().exactOptional(),
  nextToken: z.string().exactOptional(),
});

const USAGE_QUERY = z.object({ clientId: idArgument, days: z.int().exactOptional() });
const CUSTOMER_QUERY = z.object({ customerId: idArgument, nextToken: z.string().exactOptional() });

const audited = (change: Parameters<typeof writtenDown>[1]): Field =>
  writtenDown(deps, change, { subject: 'clientId' });

/** For administrators. */
export const handler = answerFields({
  saveApiClient: audited(
    field(CLIENT, async ({ clientId, ...fields }, actor) => {
      const saved = await saveApiClient(deps, { actor, client: { id: clientId, ...fields } });
      return saved.ok ? { ok: true, value: shown(saved.client) } : saved;
    }),
  ),
  addApiKey: audited(
    field(KEY, async (key, actor) => {
      const added = await addApiKey(deps, { actor, ...key });
      if (!added.ok) return added;
      const value = { client: shown(added.client), secret: added.secret ?? null };
      return { ok: true, value, changes: [{ field: 'keys', to: key.keyId }] };
    }),
  ),
  removeApiKey: audited(
    field(KEY_NAME, async (key, actor) => {
      const removed = await removeApiKey(deps, { actor, ...key });
      if (!removed.ok) return removed;
      return { ok: true, value: shown(removed.client), changes: [{ field: 'keys', from: key.keyId }] };
    }),
  ),
  apiClients: field(z.object({}), async () => ({ ok: true, value: (await deps.clients.list()).map(shown) })),
  listAuditEntries: field(AUDIT_QUERY, async (query) => {
    const page = await listAuditEntries(deps, query);
    return page.ok ? { ok: true, value: shownPage(page) } : page;
  }),
  apiClientUsage: field(USAGE_QUERY, async (query) => {
    const usage = await clientUsage(deps, query);
    return usage.ok ? { ok: true, value: usage.days } : usage;
  }),
  customerAudit: field(CUSTOMER_QUERY, async (query) => {
    const page = await listCustomerAudit(deps, query);
    return page.ok ? { ok: true, value: shownPage(page) } : page;
  }),
});

function shownPage({ entries, nextToken }: AuditPage) {
  return {
    entries: entries.map(({ changes = [], at, ...entry }) => ({ ...entry, at: new Date(at).toISOString(), changes })),
    nextToken: nextToken ?? null,
  };
}

function shown({ id, keys, ...client }: ApiClient) {
  return {
    clientId: id,
    ...client,
    keys: keys.map((key) => ({
      keyId: key.id,
      algorithm: key.algorithm,
      createdAt: new Date(key.createdAt).toISOString(),
    })),
  };
}
