import {
  createMemoryAddresses,
  createMemoryConsentLedger,
  createMemoryBudgets,
  createMemoryApprovals,
  createMemoryRunRecords,
  createMemoryRuns,
  createMemoryCampaigns,
  createMemoryCaps,
  createMemoryChunks,
  createMemoryCustomers,
  createMemoryDeadLetters,
  createMemoryCountBell,
  createMemoryDoorbell,
  createMemoryEvents,
  createMemoryJobs,
  createMemoryOccurrences,
  createMemoryPrices,
  createMemoryPublisher,
  createMemoryRates,
  createMemoryReceipts,
  createMemorySegments,
  createMemorySettings,
  createMemoryShards,
  createMemoryTemplates,
  createMemoryWaits,
  createMemoryWatches,
} from '../../src/adapters/memory/index.ts';
import type { BudgetStore, ShardStore } from '../../src/app/delivery/index.ts';
import type { PriceRow } from '../../src/domain/cost/index.ts';
import { createAssignment, type Treatment } from '../../src/domain/experiment/index.ts';
import { createAudience } from './audience.ts';
import type { Simulation } from './simulate.ts';
import { createSimulatedProvider } from './simulated-provider.ts';

const ACTOR = { id: 'simulator' };
const PAGE_SIZE = 60;

/** Each message is titled as its treatment; without treatments all are as the first. */
const TREATMENTS: readonly Treatment[] = [
  { name: 'A', sharePercent: 70 },
  { name: 'B', sharePercent: 30, templates: [{ stepIndex: 0, templateId: 'other' }] },
];

/** The title that belongs to an address of the audience. */
export function titleOf({ isSplit = false }: Simulation): (address: string) => string {
  const assign = createAssignment('campaign', TREATMENTS);
  return (address) => TREATMENTS[isSplit ? assign(address.replace('token', 'customer')) : 0]?.name ?? '';
}

/** Everything that survives a crash: stores, queue, provider. One push campaign to everybody is saved. */
export async function createWorld(simulation: Simulation, random: () => number) {
  const {
    customers,
    policy,
    faults,
    isCapped = false,
    isSplit = false,
    messagesPerSecond,
    budgetKrw,
    dearerFrom,
  } = simulation;
  const templates = createMemoryTemplates();
  for (const [index, id] of ['template', 'other'].entries()) {
    await templates.putVersion(
      {
        templateId: id,
        version: 1,
        messageClass: 'TRANSACTIONAL',
        content: {
          channel: 'PUSH',
          title: TREATMENTS[index]?.name ?? '',
          body: '{{User.UserAttributes.City}}에 계신 {{User.UserId}} 님',
        },
        defaultSubstitutions: {},
      },
      ACTOR,
    );
    const template = { id, name: id, channel: 'PUSH', messageClass: 'TRANSACTIONAL' } as const;
    await templates.put({ ...template, activeVersion: 1, latestVersion: 1 }, 0, ACTOR);
  }
  const segments = createMemorySegments();
  const definition = { include: 'ALL', groups: [] } as const;
  await segments.put({ id: 'segment', name: 's', type: 'DYNAMIC', version: 1, definition, warnings: [] }, 0, ACTOR);
  const campaigns = createMemoryCampaigns();
  await campaigns.put(
    {
      id: 'campaign',
      name: 'c',
      segmentId: 'segment',
      messageClass: 'TRANSACTIONAL',
      steps: [{ channel: 'PUSH', templateId: 'template' }],
      holdoutPercent: 0,
      inDoubtPolicy: policy,
      ...(isCapped ? { caps: { daily: 1 } } : {}),
      ...(isSplit ? { treatments: TREATMENTS } : {}),
      ...(messagesPerSecond === undefined ? {} : { messagesPerSecond }),
      ...(budgetKrw === undefined ? {} : { budgetKrw }),
    },
    0,
    ACTOR,
  );
  const people = createMemoryCustomers(createAudience(customers), PAGE_SIZE);
  const jobs = createMemoryJobs();
  const takeovers = { count: 0 };
  const grants: Grants = { byPage: new Map(), isChanged: false };
  return {
    stores: {
      jobs,
      receiptFlags: jobs.receiptFlags,
      shards: countTakeovers(createMemoryShards(), takeovers),
      chunks: createMemoryChunks(),
      receipts: createMemoryReceipts(),
      customers: people.source,
      customerStore: people.store,
      caps: createMemoryCaps(),
      budgets: watchGrants(createMemoryBudgets(), grants),
      prices: createMemoryPrices({
        prices:
          dearerFrom === undefined ? [ONE_WON] : [ONE_WON, { ...ONE_WON, micros: 3_000_000, validFrom: dearerFrom }],
        rates: [],
      }),
      rates: createMemoryRates(),
      deliverySettings: createMemorySettings({ isStopped: false, reason: '', messagesPerSecond: {} }),
      addresses: createMemoryAddresses(),
      ledger: createMemoryConsentLedger(),
      waits: createMemoryWaits(),
      events: createMemoryEvents(people.store),
      occurrences: createMemoryOccurrences(campaigns),
      watches: createMemoryWatches(),
      deadLetters: createMemoryDeadLetters(),
      templates,
      segments,
      campaigns,
      runs: createMemoryRuns(),
      approvals: createMemoryApprovals(),
      runRecords: createMemoryRunRecords(),
    },
    doorbell: createMemoryDoorbell(),
    countBell: createMemoryCountBell(),
    publisher: createMemoryPublisher(),
    provider: createSimulatedProvider(random, faults),
    takeovers,
    grants,
  };
}

/** A message costs a won. */
const ONE_WON: PriceRow = {
  item: 'push',
  currency: 'KRW',
  micros: 1_000_000,
  per: 1,
  freeUnits: 0,
  validFrom: 0,
  source: 'simulated',
};

/** What pages were granted, and whether a page was ever told two things. */
export type Grants = { readonly byPage: Map<string, number>; isChanged: boolean };

function watchGrants(budgets: BudgetStore, grants: Grants): BudgetStore {
  return {
    ...budgets,
    reserve: async (ref, page, amount) => {
      const granted = await budgets.reserve(ref, page, amount);
      if (granted === null) return null;
      const key = `${ref.shard}#${page}`;
      if ((grants.byPage.get(key) ?? granted) !== granted) grants.isChanged = true;
      grants.byPage.set(key, granted);
      return granted;
    },
    pay: async (ref, claim, amount) => {
      const paid = await budgets.pay(ref, claim, amount);
      const cost = new Map(amount.wanted.map((message) => [message.place, message.cost]));
      for (const place of paid)
        grants.byPage.set(`${ref.shard}#${claim.chunk}#${claim.round}#${place}`, cost.get(place) ?? ONE_WON.micros);
      return paid;
    },
  };
}

/** Counts how often a shard was taken from an owner who had not given it back: each may leave its lanes in doubt. */
function countTakeovers(shards: ShardStore, takeovers: { count: number }): ShardStore {
  return {
    ...shards,
    acquire: async (ref, lease) => {
      const before = (await shards.list(ref.jobId, ref.shard + 1)).find(({ shard }) => shard === ref.shard);
      const acquired = await shards.acquire(ref, lease);
      if (acquired !== null && before !== undefined && before.owner !== '') takeovers.count += 1;
      return acquired;
    },
  };
}

export type World = Awaited<ReturnType<typeof createWorld>>;
