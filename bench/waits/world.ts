import {
  createMemoryAddresses,
  createMemoryBudgets,
  createMemoryCampaigns,
  createMemoryCaps,
  createMemoryChunks,
  createMemoryConsentLedger,
  createMemoryCountBell,
  createMemoryCustomers,
  createMemoryDeadLetters,
  createMemoryDoorbell,
  createMemoryJobs,
  createMemoryOccurrences,
  createMemoryPrices,
  createMemoryPublisher,
  createMemoryRates,
  createMemoryReceipts,
  createMemoryRunRecords,
  createMemoryRuns,
  createMemorySegments,
  createMemorySender,
  createMemorySettings,
  createMemoryShards,
  createMemoryTemplates,
  createMemoryWaits,
  createMemoryWatches,
} from '../../src/adapters/memory/index.ts';
import { DEFAULT_WORK_SETTINGS, sweepJobs, workShard, type WorkShardDeps } from '../../src/app/delivery/index.ts';
import type { Clock, CustomerSource, Ids } from '../../src/app/ports.ts';
import { gatherWaits, type WaitStore } from '../../src/app/trigger/index.ts';
import type { Campaign } from '../../src/domain/campaign/index.ts';
import { newCustomer, newEndpoint, type Customer } from '../../src/domain/customer/index.ts';
import { createRandom } from '../../test/simulation/random.ts';
import { Scheduler, type Process } from '../../test/simulation/scheduler.ts';

const MINUTE = 60_000;
const ACTOR = { id: 'bench' };

/** Noon in Seoul. */
const NOON = Date.UTC(2026, 10, 23, 3);

/** An hour after the event, to whoever it happened to. */
export const TRIGGERED: Campaign = {
  ...{ id: 'welcome', name: '환영', segmentId: 'segment', messageClass: 'TRANSACTIONAL', holdoutPercent: 0 },
  ...{ inDoubtPolicy: 'HOLD', steps: [{ channel: 'PUSH', templateId: 'template' }] },
  trigger: {
    event: 'signed up',
    rule: { kind: 'EVERY_TIME' },
    expiresAfterMinutes: 1_440,
    wait: { type: 'DURATION', minutes: 60 },
  },
};

/** Ids as long as many companies have them. */
export function customerOf(place: number): Customer {
  const id = `customer-${String(place).padStart(8, '0')}`;
  return { ...newCustomer(id), endpoints: [newEndpoint(`e-${place}`, 'GCM', `token-${place}`)] };
}

/** Customers that are made when they are read: a million of them at one time would be a matter of memory. */
const CUSTOMERS: CustomerSource = {
  estimateCount: async () => 1_000_000,
  scan: async () => ({ customers: [], cursor: null }),
  getMany: async (ids) => new Map(ids.map((id) => [id, customerOf(Number(id.slice('customer-'.length)))])),
};

async function storesOf() {
  const templates = createMemoryTemplates();
  const template = { id: 'template', name: 't', channel: 'PUSH', messageClass: 'TRANSACTIONAL' } as const;
  const content = { channel: 'PUSH', title: '환영합니다', body: '{{User.UserId}} 님' } as const;
  const version = { templateId: 'template', version: 1, messageClass: 'TRANSACTIONAL', content } as const;
  await templates.putVersion({ ...version, defaultSubstitutions: {} }, ACTOR);
  await templates.put({ ...template, activeVersion: 1, latestVersion: 1 }, 0, ACTOR);
  const segments = createMemorySegments();
  const definition = { include: 'ALL', groups: [] } as const;
  await segments.put({ id: 'segment', name: 's', type: 'DYNAMIC', version: 1, definition, warnings: [] }, 0, ACTOR);
  const campaigns = createMemoryCampaigns();
  await campaigns.put(TRIGGERED, 0, ACTOR);
  const jobs = createMemoryJobs();
  return {
    campaigns,
    templates,
    segments,
    jobs,
    receiptFlags: jobs.receiptFlags,
    occurrences: createMemoryOccurrences(campaigns),
    customers: CUSTOMERS,
    customerStore: createMemoryCustomers().store,
    shards: createMemoryShards(),
    chunks: createMemoryChunks(),
    receipts: createMemoryReceipts(),
    caps: createMemoryCaps(),
    budgets: createMemoryBudgets(),
    rates: createMemoryRates(),
    prices: createMemoryPrices(),
    runs: createMemoryRuns(),
    runRecords: createMemoryRunRecords(),
    addresses: createMemoryAddresses(),
    ledger: createMemoryConsentLedger(),
    watches: createMemoryWatches(),
    deadLetters: createMemoryDeadLetters(),
    deliverySettings: createMemorySettings({ isStopped: false, reason: '', messagesPerSecond: {} }),
    publisher: createMemoryPublisher(),
    doorbell: createMemoryDoorbell(),
    countBell: createMemoryCountBell(),
    waits: createMemoryWaits(),
  };
}

/** The application over memory, and a clock that stands still until it is moved. */
export async function worldOf() {
  let now = NOON;
  let lastId = 0;
  const clock = {
    now: () => now,
    sleep: async (milliseconds: number) => void (now += milliseconds),
    advance: (milliseconds: number) => void (now += milliseconds),
  };
  const ids: Ids = { next: () => `id-${(lastId += 1).toString().padStart(9, '0')}`, random: () => 0.5 };
  const sharding = { minShards: 1, customersPerShard: 50_000 };
  return { clock, ids, deps: { ...(await storesOf()), clock, ids, sharding } };
}

export type World = Awaited<ReturnType<typeof worldOf>>;

/** Plans what the bell rings for, and stops before anything is sent; answers how many people were planned. */
export async function planJobs({ deps, clock }: World, waits: WaitStore): Promise<number> {
  const sender = createMemorySender(() => ({ kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false }));
  const worker: WorkShardDeps = {
    ...deps,
    waits,
    // The bench is about waiting: what is sent is accepted at once.
    senders: { PUSH: sender, toDestination: () => sender },
    settings: DEFAULT_WORK_SETTINGS,
  };
  const jobIds = new Set<string>();
  for (let ring = deps.doorbell.take(); ring !== undefined; ring = deps.doorbell.take()) {
    await workShard(worker, { ...ring, deadline: clock.now() + 600_000 });
    jobIds.add(ring.jobId);
  }
  let planned = 0;
  for (const jobId of jobIds) planned += (await deps.jobs.get(jobId))?.sent.planned ?? 0;
  return planned;
}

/** What a request of the store and a call of the provider take. */
const STORE_MS = 6;
const PROVIDER_MS = 150;
/** As many functions as campaigns may have at one time. */
const WORKERS = 32;

/** Seconds from the minute in which so many are due until the last of them is with the provider. */
export async function sendOnClock(people: number): Promise<number> {
  const random = createRandom(7);
  const scheduler = new Scheduler(random, () => 'GO_ON');
  const stores = await storesOf();
  const due = Math.ceil(scheduler.now / MINUTE);
  for (let first = 0; first < people; first += 100) {
    const entries = Array.from({ length: Math.min(100, people - first) }, (_, n) => ({
      customerId: customerOf(first + n).id,
      at: due * MINUTE - 60 * MINUTE,
    }));
    await stores.waits.append(
      { campaignId: TRIGGERED.id, minute: due },
      { batchId: `b${first}`, writtenAt: 0, entries },
    );
  }
  let lastId = 0;
  let accepted = 0;
  let lastAt = 0;
  let working = 0;
  const failures: unknown[] = [];
  const sender = createMemorySender(() => {
    accepted += 1;
    lastAt = scheduler.now;
    return { kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false };
  });
  const depsOf = (process: Process) => {
    const clock: Clock = { now: () => scheduler.now, sleep: (milliseconds) => scheduler.sleep(process, milliseconds) };
    const ids: Ids = { next: () => `id-${(lastId += 1)}`, random };
    const slow = Object.fromEntries(
      Object.entries(stores).map(([name, port]) => [
        name,
        name === 'doorbell' || name === 'publisher'
          ? port
          : scheduler.bind<object>(
              process,
              port,
              name,
              () => 'ANSWERED',
              () => STORE_MS,
            ),
      ]),
    ) as typeof stores;
    const push = scheduler.bind(
      process,
      sender,
      'sender',
      () => 'ANSWERED',
      () => PROVIDER_MS,
    );
    const senders = { PUSH: push, toDestination: () => push };
    const sharding = { minShards: 4, customersPerShard: 50_000 };
    return { ...slow, senders, settings: DEFAULT_WORK_SETTINGS, sharding, clock, ids };
  };
  const processOf = (name: string): Process => ({ name, isAlive: true, clockOffset: 0 });
  const minutes = async (): Promise<void> => {
    const process = processOf('bell');
    for (;;) {
      await scheduler.sleep(process, MINUTE);
      // As deployed: what is due is gathered and shards that nobody works are rung for, both by the bell of the minute.
      const bell = depsOf(processOf('bell'));
      gatherWaits(bell).catch((error: unknown) => failures.push(error));
      sweepJobs(bell).catch((error: unknown) => failures.push(error));
    }
  };
  const doors = async (): Promise<void> => {
    const process = processOf('queue');
    for (;;) {
      await scheduler.sleep(process, 20);
      while (working < WORKERS) {
        const ring = stores.doorbell.take();
        if (ring === undefined) break;
        working += 1;
        const deps = depsOf(processOf('worker'));
        const work = async (): Promise<void> => {
          if (ring.delaySeconds > 0) await deps.clock.sleep(ring.delaySeconds * 1_000);
          await workShard(deps, { ...ring, deadline: deps.clock.now() + 600_000 });
        };
        work().then(
          () => (working -= 1),
          (error: unknown) => failures.push(error),
        );
      }
    }
  };
  void minutes();
  void doors();
  await scheduler.run(
    () => failures.length > 0 || accepted >= people || scheduler.now > due * MINUTE + 3_600_000,
    50_000_000,
  );
  if (failures.length > 0) throw new AggregateError(failures, 'A worker failed.');
  return accepted < people ? Number.POSITIVE_INFINITY : (lastAt - due * MINUTE) / 1_000;
}
