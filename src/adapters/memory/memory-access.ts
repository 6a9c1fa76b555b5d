import type { ApiClientStore, NonceStore } from '../../app/api-client/index.ts';
import type { AuditEntry, AuditLog } from '../../app/audit/index.ts';
import type { Begun, IdempotencyKey, IdempotencyStore, QuotaStore, SendAnswer } from '../../app/external-send/index.ts';
import type { Stored } from '../../app/ports.ts';
import type { ApiClient } from '../../domain/api-client/index.ts';

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

/** Quotas in memory. */
export function createMemoryQuotas(): QuotaStore {
  const used = new Map<string, number>();
  return {
    take: async (clientId, { window, count, limit }) => {
      const key = JSON.stringify([clientId, window]);
      const sum = (used.get(key) ?? 0) + count;
      if (sum > limit) return false;
      used.set(key, sum);
      return true;
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

/** The audit log in memory. */
export function createMemoryAudit(): AuditLog & { readonly entries: readonly AuditEntry[] } {
  const entries: AuditEntry[] = [];
  return {
    entries,
    append: async (entry) => void entries.push(entry),
    list: async (day, { limit, nextToken }) => {
      const ofDay = entries.filter(({ at }) => new Date(at).toISOString().startsWith(day));
      const from = nextToken === undefined ? 0 : Number(nextToken);
      const page = ofDay.slice(from, from + limit);
      return { entries: page, ...(from + limit < ofDay.length ? { nextToken: String(from + limit) } : {}) };
    },
  };
}
