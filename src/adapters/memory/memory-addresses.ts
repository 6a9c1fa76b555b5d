import type { AddressStore } from '../../app/address-store.ts';

/** Suppressed and taken addresses in memory. */
export function createMemoryAddresses(): AddressStore {
  const known = new Map<string, { suppressedAt: number; releasedAt: number }>();
  const owners = new Map<string, string>();
  const taken = new Map<string, string>();
  return {
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
      for (const { key, at } of suppressions) {
        const before = known.get(key);
        if (before === undefined) known.set(key, { suppressedAt: at, releasedAt: Number.NEGATIVE_INFINITY });
        else before.suppressedAt = Math.max(before.suppressedAt, at);
      }
    },
    release: async (key, at) => {
      const before = known.get(key);
      if (before !== undefined) before.releasedAt = Math.max(before.releasedAt, at);
    },
    findSuppressed: async (keys) => {
      const suppressed = new Set<string>();
      if (known.size === 0) return suppressed;
      for (const key of keys) {
        const { suppressedAt, releasedAt } = known.get(key) ?? {
          suppressedAt: 0,
          releasedAt: Number.POSITIVE_INFINITY,
        };
        if (suppressedAt > releasedAt) suppressed.add(key);
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
