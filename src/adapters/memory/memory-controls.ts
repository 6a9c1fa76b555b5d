import type {
  BudgetStore,
  CampaignRun,
  CapStore,
  ClassHistory,
  DeadLetters,
  RateStore,
  RunStore,
  SavedSettings,
  SettingsStore,
  WatchStore,
} from '../../app/delivery/index.ts';
import type { PriceStore, SavedPrices } from '../../app/ports.ts';
import { payWithin, type PriceList } from '../../domain/cost/index.ts';
import type { SendHistory } from '../../domain/campaign/index.ts';
import type { DeliverySettings } from '../../domain/send-job/index.ts';

/** Rates in memory. */
export function createMemoryRates(): RateStore {
  const nextAt = new Map<string, number>();
  return {
    take: async (key, { durationMs, now, latest }) => {
      const start = Math.max(now, nextAt.get(key) ?? now);
      if (start > latest) return { isTaken: false, freeAt: start };
      nextAt.set(key, start + durationMs);
      return { isTaken: true, at: start };
    },
  };
}

const NEVER: SendHistory = {};

/** Caps in memory. */
export function createMemoryCaps(): CapStore {
  const histories = new Map<string, SendHistory>();
  const ofClasses = new Map<string, ClassHistory>();
  const keyOf = (campaignId: string, customerId: string): string => `${campaignId}#${customerId}`;
  return {
    getHistories: async (campaignId, customerIds) => {
      const found = new Map<string, SendHistory>();
      for (const id of customerIds) {
        const history = histories.get(keyOf(campaignId, id));
        if (history !== undefined) found.set(id, history);
      }
      return found;
    },
    add: async (campaignId, customerId, { jobId, at }, known) => {
      const key = keyOf(campaignId, customerId);
      const present = histories.get(key) ?? NEVER;
      if (Object.hasOwn(present, jobId)) return true;
      if (Object.keys(present).length !== Object.keys(known).length) return false;
      histories.set(key, { ...present, [jobId]: at });
      return true;
    },
    getOfClass: async (messageClass, customerIds) => {
      const found = new Map<string, ClassHistory>();
      for (const id of customerIds) {
        const history = ofClasses.get(keyOf(messageClass, id));
        if (history !== undefined) found.set(id, history);
      }
      return found;
    },
    addToClass: async (messageClass, customerId, { jobId, at, since }, known) => {
      const key = keyOf(messageClass, customerId);
      const present = ofClasses.get(key) ?? { revision: 0, sends: NEVER };
      if (Object.hasOwn(present.sends, jobId)) return true;
      if (present.revision !== known.revision) return false;
      const kept = Object.entries(present.sends).filter(([, sentAt]) => sentAt >= since);
      ofClasses.set(key, { revision: present.revision + 1, sends: { ...Object.fromEntries(kept), [jobId]: at } });
      return true;
    },
  };
}

type Grants = { total: number; readonly last: Map<number, { readonly page: number; readonly granted: number }> };

/** Which job has a slot, in memory. */
export function createMemoryRuns(): RunStore {
  const runs = new Map<string, CampaignRun>();
  return {
    get: async (slot) => runs.get(slot) ?? null,
    put: async (slot, run, replaces) => {
      if ((runs.get(slot)?.jobId ?? null) !== replaces) return false;
      runs.set(slot, run);
      return true;
    },
  };
}

/** Budgets in memory. */
export function createMemoryBudgets(): BudgetStore {
  const jobs = new Map<string, Grants>();
  const paid = new Map<string, ReadonlyMap<number, number>>();
  const months = new Map<string, Map<string, number>>();
  const uses = new Map<string, Map<string, Readonly<Record<string, number>>>>();
  const claimed = (month: string): number =>
    [...(months.get(month)?.values() ?? [])].reduce((sum, one) => sum + one, 0);
  return {
    claimMonth: async (month, claimId, { wanted, budget }) => {
      const claims = months.get(month) ?? new Map<string, number>();
      if (claims.has(claimId)) return true;
      if (claimed(month) + wanted > budget) return false;
      months.set(month, claims.set(claimId, wanted));
      return true;
    },
    giveBackOfMonth: async (month, claimId, needed) => {
      const claims = months.get(month);
      if (claims !== undefined && needed < (claims.get(claimId) ?? 0)) claims.set(claimId, needed);
    },
    noteUse: async (month, jobId, units) => {
      uses.set(month, (uses.get(month) ?? new Map<string, Readonly<Record<string, number>>>()).set(jobId, units));
    },
    usedInMonth: async (month) => {
      const sums = new Map<string, number>();
      for (const units of uses.get(month)?.values() ?? []) {
        for (const [item, count] of Object.entries(units)) sums.set(item, (sums.get(item) ?? 0) + count);
      }
      return sums;
    },
    claimedOfMonth: async (month) => claimed(month),
    reserve: async ({ jobId, shard }, page, { wanted, budget }) => {
      const grants: Grants = jobs.get(jobId) ?? { total: 0, last: new Map() };
      jobs.set(jobId, grants);
      const last = grants.last.get(shard);
      if (last !== undefined && last.page >= page) return last.page === page ? last.granted : null;
      const granted = Math.max(0, Math.min(wanted, budget - grants.total));
      grants.total += granted;
      grants.last.set(shard, { page, granted });
      return granted;
    },
    pay: async ({ jobId, shard }, { chunk, round }, { wanted, budget }) => {
      const grants: Grants = jobs.get(jobId) ?? { total: 0, last: new Map() };
      jobs.set(jobId, grants);
      const name = `${jobId}#${shard}#${chunk}#${round}`;
      const payment = payWithin(wanted, paid.get(name) ?? new Map(), budget - grants.total);
      grants.total += payment.amount;
      paid.set(name, payment.paid);
      return payment.covered;
    },
  };
}

/** Prices in memory. */
export function createMemoryPrices(initial: PriceList = { prices: [], rates: [] }): PriceStore {
  let saved: SavedPrices = { ...initial, revision: 0 };
  return {
    get: async () => saved,
    put: async (prices, expected) => {
      if (saved.revision !== expected) return false;
      saved = { ...prices, revision: expected + 1 };
      return true;
    },
  };
}

/** Operators' settings in memory. */
export function createMemorySettings(initial: DeliverySettings): SettingsStore {
  let saved: SavedSettings = { ...initial, revision: 0 };
  return {
    get: async () => saved,
    put: async (settings, expected) => {
      if (saved.revision !== expected) return false;
      saved = { ...settings, revision: expected + 1 };
      return true;
    },
  };
}

/** Watchers in memory; `watch` stands for a subscription. */
export function createMemoryWatches(): WatchStore & { readonly watch: (jobId: string, customerId: string) => void } {
  const watched = new Map<string, Set<string>>();
  const of = (jobId: string): Set<string> => {
    const known = watched.get(jobId) ?? new Set<string>();
    watched.set(jobId, known);
    return known;
  };
  return {
    list: async (jobId) => of(jobId),
    watch: (jobId, customerId) => void of(jobId).add(customerId),
  };
}

type Letter = Parameters<DeadLetters['put']>[0];

/** Dead letters in memory. */
export function createMemoryDeadLetters(): DeadLetters & { readonly letters: readonly Letter[] } {
  const letters: Letter[] = [];
  return {
    letters,
    put: async (letter) => {
      letters.push(letter);
    },
  };
}
