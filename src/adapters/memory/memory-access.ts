import type { ApiClientStore, AppTokenStore, NonceStore } from '../../app/api-client/index.ts';
import type { AuditEntry, AuditLog, AuditPage } from '../../app/audit/index.ts';
import type {
  Begun,
  CallStore,
  IdempotencyKey,
  IdempotencyStore,
  Known,
  QuotaStore,
  SendAnswer,
} from '../../app/external-send/index.ts';
import type { ChunkStore, JobStore, ShardStore } from '../../app/delivery/index.ts';
import type { Stored } from '../../app/ports.ts';
import type { ApiClient, AppToken } from '../../domain/api-client/index.ts';

/** API clients in memory. */
export function createMemoryApiClients(): ApiClientStore {
  const clients = new Map<string, Stored<ApiClient>>();
  return {
    get: async (id) => clients.get(id) ?? null,
    put: async (client, revision) => {
      if ((clients.get(client.id)?.revision ?? 0) !== revision) return false;
      clients.set(client.id, { value: client, revision: revision + 1 });
      return true;
    },
    list: async () => [...clients.values()].map(({ value }) => value),
  };
}

/** Used nonces in memory. */
export function createMemoryNonces(): NonceStore {
  const used = new Set<string>();
  return {
    use: async (clientId, nonce) => {
      const key = JSON.stringify([clientId, nonce]);
      if (used.has(key)) return false;
      used.add(key);
      return true;
    },
  };
}

/** Tokens of apps in memory. */
export function createMemoryAppTokens(): AppTokenStore {
  const tokens = new Map<string, AppToken>();
  return {
    put: async (token) => {
      if (tokens.has(token.hash)) throw new Error('An app token was made twice.');
      tokens.set(token.hash, token);
    },
    find: async (hash) => tokens.get(hash) ?? null,
  };
}

/** Quotas in memory. */
export function createMemoryQuotas(): QuotaStore {
  const used = new Map<string, number>();
  const ofMinute = (clientId: string, minute: number): string => JSON.stringify([clientId, 'minute', minute]);
  const ofDay = (clientId: string, day: number): string => JSON.stringify([clientId, 'day', day]);
  const add = (key: string, count: number): void => void used.set(key, (used.get(key) ?? 0) + count);
  return {
    take: async (clientId, { count, minute, day, perMinute, perDay }) => {
      const keys = [ofMinute(clientId, minute), ofDay(clientId, day)] as const;
      if ((used.get(keys[0]) ?? 0) + count > perMinute) return 'MINUTE_FULL';
      if ((used.get(keys[1]) ?? 0) + count > perDay) return 'DAY_FULL';
      for (const key of keys) add(key, count);
      return 'TAKEN';
    },
    giveBack: async (clientId, { count, minute, day }) => {
      for (const key of [ofMinute(clientId, minute), ofDay(clientId, day)]) add(key, -count);
    },
  };
}

type Call = {
  readonly bodyHash: string;
  readonly owner: string;
  readonly leaseUntil: number;
  readonly answer?: SendAnswer;
};

/** Idempotency keys in memory. */
export function createMemoryIdempotency(): IdempotencyStore {
  const calls = new Map<string, Call>();
  const keyOf = ({ clientId, key }: IdempotencyKey): string => JSON.stringify([clientId, key]);
  return {
    find: async (key, bodyHash): Promise<Known> => {
      const known = calls.get(keyOf(key));
      if (known === undefined) return { kind: 'FREE' };
      if (known.bodyHash !== bodyHash) return { kind: 'CONFLICT' };
      return known.answer === undefined ? { kind: 'IN_FLIGHT' } : { kind: 'DONE', answer: known.answer };
    },
    begin: async (key, { bodyHash, owner, now, leaseUntil }): Promise<Begun> => {
      const known = calls.get(keyOf(key));
      if (known !== undefined) {
        if (known.bodyHash !== bodyHash) return { kind: 'CONFLICT' };
        if (known.answer !== undefined) return { kind: 'DONE', answer: known.answer };
        if (known.leaseUntil >= now) return { kind: 'IN_FLIGHT' };
      }
      calls.set(keyOf(key), { bodyHash, owner, leaseUntil });
      return { kind: 'STARTED' };
    },
    finish: async (key, owner, answer) => {
      const known = calls.get(keyOf(key));
      if (known?.owner === owner) calls.set(keyOf(key), { ...known, answer });
    },
    release: async (key, owner) => {
      const known = calls.get(keyOf(key));
      if (known?.owner === owner && known.answer === undefined) calls.delete(keyOf(key));
    },
  };
}

/** Calls that are carried out, over stores in memory; one after another, so that nobody sees a half of one. */
export function createMemoryCalls(stores: {
  readonly idempotency: IdempotencyStore;
  readonly jobs: Pick<JobStore, 'get' | 'create'>;
  readonly shards: Pick<ShardStore, 'create'>;
  readonly chunks: Pick<ChunkStore, 'putPlanned'>;
  readonly audit: Pick<AuditLog, 'append'>;
}): CallStore {
  let turn: Promise<unknown> = Promise.resolve();
  const place: CallStore['place'] = async ({ key, bodyHash, answer, job, spec, shard, planned, audit, now }) => {
    const owner = `call-${job.id}`;
    const begun = await stores.idempotency.begin(key, { bodyHash, owner, now, leaseUntil: now + 1 });
    if (begun.kind !== 'STARTED') return false;
    if ((await stores.jobs.get(job.id)) !== null) {
      await stores.idempotency.release(key, owner);
      return false;
    }
    await stores.shards.create(shard);
    await stores.chunks.putPlanned(shard, shard.epoch, planned);
    await stores.jobs.create(job, spec);
    await stores.idempotency.finish(key, owner, answer);
    await stores.audit.append(audit);
    return true;
  };
  return {
    place: (call) => {
      const run = turn.then(() => place(call));
      turn = run.catch(() => undefined);
      return run;
    },
  };
}

/** The audit log in memory. */
export function createMemoryAudit(): AuditLog & { readonly entries: readonly AuditEntry[] } {
  const entries: AuditEntry[] = [];
  const pageOf = (
    isWanted: (entry: AuditEntry) => boolean,
    { limit, nextToken }: { readonly limit: number; readonly nextToken?: string },
  ): AuditPage => {
    const wanted = entries.filter(isWanted);
    const from = nextToken === undefined ? 0 : Number(nextToken);
    const page = wanted.slice(from, from + limit);
    return { entries: page, ...(from + limit < wanted.length ? { nextToken: String(from + limit) } : {}) };
  };
  return {
    entries,
    append: async (entry) => void entries.push(entry),
    list: async (day, page) => pageOf(({ at }) => new Date(at).toISOString().startsWith(day), page),
    listOfCustomer: async (customerId, page) => pageOf((entry) => entry.customerId === customerId, page),
  };
}
