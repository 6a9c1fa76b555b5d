import { z } from 'zod';
import { connectDatabase, createApiClients, createAudit } from '../../../src/adapters/dynamodb/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { addApiKey, removeApiKey, saveApiClient } from '../../../src/app/api-client/index.ts';
import { listAuditEntries } from '../../../src/app/audit/index.ts';
import { API_OPERATIONS, KEY_ALGORITHMS, type ApiClient } from '../../../src/domain/api-client/index.ts';
import { answerField, type FieldAnswer, type FieldCaller } from '../edge/answer-field.ts';
import { readEnvironment } from '../edge/environment.ts';
import { connectKeySecrets } from '../edge/master-secret.ts';

const environment = readEnvironment('ACCESS_TABLE', 'AUDIT_TABLE', 'API_MASTER_SECRET_PARAMETER');
const database = connectDatabase();
const deps = {
  clients: createApiClients(database, environment.ACCESS_TABLE),
  audit: createAudit(database, environment.AUDIT_TABLE),
  secrets: connectKeySecrets(environment.API_MASTER_SECRET_PARAMETER),
  clock: systemClock,
  ids: randomIds,
};

const CLIENT = z.object({
  clientId: z.string(),
  name: z.string(),
  isActive: z.boolean(),
  cidrs: z.array(z.string()),
  operations: z.array(z.enum(API_OPERATIONS)),
  templateIds: z.array(z.string()),
  mayInline: z.boolean().default(false),
  messagesPerDay: z.int(),
  recipientsPerMinute: z.int(),
  roleNames: z.array(z.string()).default([]),
});
const KEY = z.object({
  clientId: z.string(),
  keyId: z.string(),
  algorithm: z.enum(KEY_ALGORITHMS),
  publicKey: z.string().exactOptional(),
});
const KEY_NAME = z.object({ clientId: z.string(), keyId: z.string() });
const AUDIT_QUERY = z.object({
  day: z.string(),
  limit: z.int().exactOptional(),
  nextToken: z.string().exactOptional(),
});

type Run = (actor: FieldCaller, input: unknown) => Promise<FieldAnswer>;

const COMMANDS: Readonly<Record<string, Run>> = {
  saveApiClient: async (actor, input) => {
    const { clientId, ...fields } = CLIENT.parse(input);
    const saved = await saveApiClient(deps, { actor, client: { id: clientId, ...fields } });
    return saved.ok ? { ok: true, value: shown(saved.client) } : saved;
  },
  addApiKey: async (actor, input) => {
    const added = await addApiKey(deps, { actor, ...KEY.parse(input) });
    return added.ok ? { ok: true, value: { client: shown(added.client), secret: added.secret ?? null } } : added;
  },
  removeApiKey: async (actor, input) => {
    const removed = await removeApiKey(deps, { actor, ...KEY_NAME.parse(input) });
    return removed.ok ? { ok: true, value: shown(removed.client) } : removed;
  },
};

const QUERIES: Readonly<Record<string, Run>> = {
  apiClients: async () => ({ ok: true, value: (await deps.clients.list()).map(shown) }),
  listAuditEntries: async (_actor, input) => {
    const page = await listAuditEntries(deps, AUDIT_QUERY.parse(input));
    if (!page.ok) return page;
    const entries = page.entries.map((entry) => ({ ...entry, at: new Date(entry.at).toISOString() }));
    return { ok: true, value: { entries, nextToken: page.nextToken ?? null } };
  },
};

const named = z.object({ clientId: z.string().default('') });

/** For administrators; every change is written into the audit log. */
export const handler = answerField(z.record(z.string(), z.unknown()), async (input, actor, field) => {
  const query = Object.hasOwn(QUERIES, field) ? QUERIES[field] : undefined;
  if (query !== undefined) return query(actor, input);
  const command = Object.hasOwn(COMMANDS, field) ? COMMANDS[field] : undefined;
  if (command === undefined) throw new Error(`manage-api-clients does not answer the field ${field}.`);
  const answer = await command(actor, input);
  await deps.audit.append({
    id: deps.ids.next(),
    at: deps.clock.now(),
    actor: actor.id,
    action: field,
    outcome: answer.ok ? 'OK' : answer.error.code,
    subject: named.parse(input).clientId,
    ...(actor.sourceIp === undefined ? {} : { sourceIp: actor.sourceIp }),
  });
  return answer;
});

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
