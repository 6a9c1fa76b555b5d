import { MOST_HOLDERS, scopeOf, type AddressStore } from '../../app/address-store.ts';

/** Until when an address was suppressed, and released, from advertising and from everything. */
type Times = {
  readonly AD: { suppressedAt: number; releasedAt: number };
  readonly ALL: { suppressedAt: number; releasedAt: number };
};

function never(): { suppressedAt: number; releasedAt: number } {
  return { suppressedAt: Number.NEGATIVE_INFINITY, releasedAt: Number.NEGATIVE_INFINITY };
}

/** Suppressed and taken addresses in memory. */
export function createMemoryAddresses(): AddressStore {
  const known = new Map<string, Times>();
  const owners = new Map<string, string>();
  const taken = new Map<string, string>();
  const holders = new Map<string, Set<string>>();
  return {
    addHolders: async (added) => {
      for (const { key, customerId } of added) holders.set(key, (holders.get(key) ?? new Set()).add(customerId));
    },
    forgetHolder: async (customerId, keys) => {
      for (const key of keys) holders.get(key)?.delete(customerId);
    },
    findHolders: async (key) => [...(holders.get(key) ?? [])].slice(0, MOST_HOLDERS),
    findOwners: async (endpointIds) =>
      new Map(
        endpointIds.flatMap((id) => {
          const owner = owners.get(id);
          return owner === undefined ? [] : [[id, owner] as const];
        }),
      ),
    setOwners: async (next) => {
      for (const [id, owner] of next) {
        if (owner === null) owners.delete(id);
        else owners.set(id, owner);
      }
    },
    suppress: async (suppressions) => {
      for (const { key, at, cause } of suppressions) {
        const times = known.get(key) ?? { AD: never(), ALL: never() };
        known.set(key, times);
        const ofScope = times[scopeOf(cause)];
        ofScope.suppressedAt = Math.max(ofScope.suppressedAt, at);
      }
    },
    release: async (key, at, scope = 'ALL') => {
      const times = known.get(key);
      if (times === undefined) return;
      times.AD.releasedAt = Math.max(times.AD.releasedAt, at);
      if (scope === 'ALL') times.ALL.releasedAt = Math.max(times.ALL.releasedAt, at);
    },
    findSuppressed: async (keys, messageClass = 'AD') => {
      const suppressed = new Set<string>();
      if (known.size === 0) return suppressed;
      for (const key of keys) {
        const times = known.get(key);
        if (times === undefined) continue;
        const isOut = times.ALL.suppressedAt > times.ALL.releasedAt;
        const isOutOfAds = messageClass === 'AD' && times.AD.suppressedAt > times.AD.releasedAt;
        if (isOut || isOutOfAds) suppressed.add(key);
      }
      return suppressed;
    },
    claim: async (jobId, key, customerId) => {
      const name = `${jobId}\n${key}`;
      const owner = taken.get(name) ?? customerId;
      taken.set(name, owner);
      return owner === customerId;
    },
  };
}
