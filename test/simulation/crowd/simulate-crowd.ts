import { createHash } from 'node:crypto';
import {
  countReceipts,
  DEFAULT_WORK_SETTINGS,
  recordReceipts,
  sweepJobs,
  workShard,
  type Ring,
} from '../../../src/app/delivery/index.ts';
import type { Clock, Ids } from '../../../src/app/ports.ts';
import type { MessageRef, Receipt } from '../../../src/domain/send-job/index.ts';
import { createRandom } from '../random.ts';
import { Scheduler, StoreFault, type Fate, type Place, type Process, type StoreFate } from '../scheduler.ts';
import { Claims } from './claims.ts';
import type { Crowd } from './crowd.ts';
import { operateCrowd } from './crowd-operator.ts';
import { createCrowdProvider } from './crowd-provider.ts';
import { createCrowdWorld, type CrowdWorld } from './crowd-world.ts';
import { WorkQueue, type Started } from './work-queue.ts';

/** As deployed. */
const WORK_TIMEOUT_MS = 300_000;
const DIRECT_TIMEOUT_MS = 90_000;
const SWEEP_EVERY_MS = 60_000;
const SWEEP_TIMEOUT_MS = 55_000;
const RECEIPTS_EVERY_MS = 5_000;
const RECEIPTS_IN_BATCH = 20;
const MAX_STEPS = 600_000;
const MAX_TIME_MS = 12 * 3_600_000;

/** A place of a kind of process, such as `worker chunks.writeState after`: where it may crash. */
export type CrashPoint = `${string} ${Place}`;

/** How often processes went on at a place, and how often one crashed there. */
export type Seen = { visits: number; crashes: number };

/** Everything a process of the crowd may use, each request to it one step of the simulation. */
export type CrowdDeps = CrowdWorld['stores'] & ReturnType<typeof ownDeps>;

function ownDeps(world: CrowdWorld, clock: Clock, ids: Ids, crowd: Crowd) {
  return {
    doorbell: world.doorbell,
    countBell: world.countBell,
    publisher: world.publisher,
    clock,
    ids,
    hash: (text: string) => createHash('sha256').update(text).digest('base64url'),
    settings: DEFAULT_WORK_SETTINGS,
    sharding: { minShards: crowd.shards, customersPerShard: 50_000 },
  };
}

/** Runs many jobs over few workers on the real engine; `crashAt`: a process crashes where it first comes to. */
export async function simulateCrowd(crowd: Crowd, crashAt?: CrashPoint) {
  const random = createRandom(crowd.seed);
  const { faults } = crowd;
  const claims = new Claims();
  const seen = new Map<CrashPoint, Seen>();
  let hasCrashed = false;
  const fateAt = (process: Process, place: Place | undefined): Fate => {
    if (process.name === 'operator' || place === undefined) return 'GO_ON';
    const point: CrashPoint = `${process.name} ${place}`;
    const known = seen.get(point) ?? { visits: 0, crashes: 0 };
    seen.set(point, known);
    known.visits += 1;
    let fate = fateOf(faults, random());
    if (point === crashAt && !hasCrashed) fate = 'CRASH';
    if (fate === 'CRASH') known.crashes += 1;
    if (fate === 'CRASH' && point === crashAt) hasCrashed = true;
    if (fate === 'CRASH' || fate === 'STALL') claims.heldUp(process);
    return fate;
  };
  const scheduler = new Scheduler(random, (_, process, place) => fateAt(process, place));
  const startedAt = scheduler.now;
  const world = await createCrowdWorld(crowd, random, () => scheduler.now);
  const provider = createCrowdProvider(crowd, random, () => scheduler.now);
  let nextId = 0;

  const depsOf = (process: Process): CrowdDeps => {
    const isFaulty = process.name !== 'operator';
    const storeFate = (): StoreFate => {
      if (!isFaulty || faults.storeRefuses + faults.storeAnswerLost === 0) return 'ANSWERED';
      const fate = random();
      if (fate < faults.storeRefuses) return 'REFUSED';
      return fate < faults.storeRefuses + faults.storeAnswerLost ? 'LOST' : 'ANSWERED';
    };
    const clock: Clock = {
      now: () => scheduler.now + process.clockOffset,
      sleep: (milliseconds) => scheduler.sleep(process, milliseconds),
    };
    const ids: Ids = { next: () => `id-${(nextId += 1)}`, random };
    const { stores } = world;
    const takesMs = (): number => (isFaulty ? random() * crowd.storeMs : 0);
    const bind = <T extends object>(port: T, name: string): T =>
      scheduler.bind(process, port, name, storeFate, takesMs);
    const own = ownDeps(world, clock, ids, crowd);
    return {
      ...own,
      doorbell: bind(own.doorbell, 'doorbell'),
      countBell: bind(own.countBell, 'countBell'),
      // Progress is published without a promise: what fails is answered false.
      publisher: scheduler.bind(process, own.publisher, 'publisher'),
      jobs: bind(stores.jobs, 'jobs'),
      receiptFlags: bind(stores.receiptFlags, 'receiptFlags'),
      shards: bind(stores.shards, 'shards'),
      chunks: bind(claims.watch(process, stores.chunks), 'chunks'),
      receipts: bind(stores.receipts, 'receipts'),
      customers: bind(stores.customers, 'customers'),
      customerStore: bind(stores.customerStore, 'customerStore'),
      addresses: bind(stores.addresses, 'addresses'),
      ledger: bind(stores.ledger, 'ledger'),
      erasures: bind(stores.erasures, 'erasures'),
      keys: bind(stores.keys, 'keys'),
      events: bind(stores.events, 'events'),
      caps: bind(stores.caps, 'caps'),
      budgets: bind(stores.budgets, 'budgets'),
      prices: bind(stores.prices, 'prices'),
      rates: bind(stores.rates, 'rates'),
      deliverySettings: bind(stores.deliverySettings, 'deliverySettings'),
      triggered: bind(stores.triggered, 'triggered'),
      waits: bind(stores.waits, 'waits'),
      watches: bind(stores.watches, 'watches'),
      deadLetters: bind(stores.deadLetters, 'deadLetters'),
      templates: bind(stores.templates, 'templates'),
      segments: bind(stores.segments, 'segments'),
      campaigns: bind(stores.campaigns, 'campaigns'),
      runs: bind(stores.runs, 'runs'),
      approvals: bind(stores.approvals, 'approvals'),
      runRecords: bind(stores.runRecords, 'runRecords'),
      idempotency: bind(stores.idempotency, 'idempotency'),
      audit: bind(stores.audit, 'audit'),
      quotas: bind(stores.quotas, 'quotas'),
      calls: bind(stores.calls, 'calls'),
    };
  };

  const failures: unknown[] = [];
  let storeFailures = 0;
  /** A function fails when the store does; whatever else it throws is a mistake. */
  const failed = (error: unknown): void => {
    if (isOfStore(error)) storeFailures += 1;
    else failures.push(error);
  };
  const newProcess = (name: string): Process => {
    const clockOffset = name === 'operator' ? 0 : (random() - 0.5) * 2 * faults.skewMs;
    return { name, isAlive: true, clockOffset };
  };
  const spawn = (name: string, work: (deps: CrowdDeps) => Promise<unknown>): Process => {
    const process = newProcess(name);
    work(depsOf(process)).catch(failed);
    return process;
  };

  const queues = {
    BULK: new WorkQueue(crowd.workers, WORK_TIMEOUT_MS),
    DIRECT: new WorkQueue(crowd.directWorkers, DIRECT_TIMEOUT_MS),
  };
  const startWorker = ({ jobId, shard, lane }: Ring, timeoutMs: number): Started => {
    const process = newProcess(lane === 'DIRECT' ? 'direct worker' : 'worker');
    const wait = async (): Promise<void> => {
      await scheduler.sleep(process, 20 + random() * 180);
      await scheduler.step(process, 'sender.send after');
    };
    const sender = provider.senderOf(process, (refs) => claims.called(process, refs), wait);
    const deps = { ...depsOf(process), senders: { PUSH: sender } };
    const deadline = scheduler.now + process.clockOffset + timeoutMs;
    const done = workShard(deps, { jobId, shard, deadline }).then(
      () => 'DELETE' as const,
      (error: unknown) => {
        failed(error);
        return 'KEEP' as const;
      },
    );
    return { process, done };
  };
  const serve = (): void => {
    for (let ring = world.doorbell.take(); ring !== undefined; ring = world.doorbell.take()) {
      if (random() < faults.lostRings) continue;
      queues[ring.lane].put(ring, scheduler.now);
      if (random() < faults.repeatedRings) queues[ring.lane].put(ring, scheduler.now);
    }
    queues.BULK.serve(scheduler.now, startWorker);
    queues.DIRECT.serve(scheduler.now, startWorker);
  };

  const receipts: Receipt[] = [];
  let receiving = 0;
  const collectReceipts = (): void => {
    for (const ref of provider.takeFresh()) {
      if (!crowd.isBusy || random() < 0.4) continue;
      receipts.splice(Math.floor(random() * (receipts.length + 1)), 0, receiptOf(ref, random()));
    }
  };
  const count = (): void => {
    for (let asked = world.countBell.take(); asked !== undefined; asked = world.countBell.take()) {
      const { jobId, mark } = asked;
      spawn('receiver', (deps) => countReceipts(deps, jobId, mark));
    }
  };
  const areReceiptsIn = (): boolean => receipts.length === 0 && receiving === 0;
  const onGone = (customerId: string): void => void provider.goneAt.set(customerId, scheduler.now);
  const operated = operateCrowd(crowd, spawn, {
    random,
    onGone,
    areReceiptsIn,
    areWorkersTaken: () => queues.BULK.isFull(),
    jobs: world.stores.jobs,
  });
  let sweeping: { readonly process: Process; readonly until: number } | null = null;
  spawn('operator', async ({ clock }) => {
    for (;;) {
      await clock.sleep(SWEEP_EVERY_MS);
      if (sweeping !== null && scheduler.now >= sweeping.until) sweeping.process.isAlive = false;
      sweeping = { process: spawn('sweeper', sweepJobs), until: scheduler.now + SWEEP_TIMEOUT_MS };
    }
  });
  spawn('operator', async ({ clock }) => {
    for (;;) {
      await clock.sleep(RECEIPTS_EVERY_MS);
      const batch = receipts.splice(0, RECEIPTS_IN_BATCH);
      if (batch.length === 0) continue;
      receiving += 1;
      // SQS hands out again what its function says has failed (batchItemFailures), and everything when it died.
      spawn('operator', async (deps) => {
        for (let rest: readonly Receipt[] = batch; rest.length > 0;) {
          const handed = rest;
          recordReceipts(depsOf(newProcess('receiver')), handed).then(({ failures: again }) => {
            for (const { reason } of again) failed(reason);
            const isAgain = new Set(again.flatMap((one) => one.receipts));
            rest = rest.filter((receipt) => !handed.includes(receipt) || isAgain.has(receipt));
          }, failed);
          await deps.clock.sleep(SWEEP_EVERY_MS);
        }
        receiving -= 1;
      });
    }
  });
  // Nobody is left to be served between two minutes.
  spawn('operator', async ({ clock }) => {
    for (;;) await clock.sleep(1_000);
  });

  const isOver = (): boolean => {
    collectReceipts();
    serve();
    count();
    if (failures.length > 0) return true;
    if (scheduler.now - startedAt > MAX_TIME_MS) throw new Error('Half a day is over, and the jobs have not ended.');
    return operated.running === 0 && areReceiptsIn();
  };
  await scheduler.run(isOver, MAX_STEPS);
  if (failures.length > 0) throw failures[0];
  return { crowd, world, provider, claims, operated, scheduler, seen, storeFailures, queues };
}

function isOfStore(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isOfStore);
  return error instanceof StoreFault || (error instanceof Error && error.cause instanceof StoreFault);
}

export type CrowdEnd = Awaited<ReturnType<typeof simulateCrowd>>;

function fateOf({ crash, stall, slow, jump }: Crowd['faults'], fate: number): Fate {
  if (fate < crash) return 'CRASH';
  if (fate < crash + stall) return 'STALL';
  if (fate < crash + stall + slow) return 'SLOW';
  return fate < crash + stall + slow + jump ? 'JUMP' : 'GO_ON';
}

function receiptOf(ref: MessageRef, fate: number): Receipt {
  if (fate < 0.1) return { ref, status: 'FAILED', code: 'BOUNCE/Permanent', at: 0 };
  return { ref, status: fate < 0.6 ? 'DELIVERED' : fate < 0.8 ? 'OPENED' : 'CLICKED', at: 0 };
}
