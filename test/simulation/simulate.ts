import {
  countReceipts,
  DEFAULT_WORK_SETTINGS,
  sweepJobs,
  workShard,
  type WorkSettings,
} from '../../src/app/delivery/index.ts';
import type { Clock, Ids } from '../../src/app/ports.ts';
import type { InDoubtPolicy } from '../../src/domain/campaign/index.ts';
import { operate } from './operator.ts';
import { createRandom } from './random.ts';
import { readEnd } from './read-end.ts';
import { createReceiptQueue } from './receipt-queue.ts';
import { Scheduler, type Fate, type Process } from './scheduler.ts';
import type { ProviderFaults } from './simulated-provider.ts';
import { createWorld } from './world.ts';

export type Simulation = {
  readonly seed: number;
  readonly customers: number;
  readonly policy: InDoubtPolicy;
  readonly faults: ProviderFaults;
  /** What happens to the process that is about to go on. */
  readonly fateAt: (step: number, random: () => number) => Fate;
  readonly lostRings: number;
  readonly repeatedRings: number;
  /** How wrong the clock of a new process may be, in milliseconds either way. */
  readonly skewMs?: number;
  /** Whether an operator pauses, resumes and retries, people opt out meanwhile, and receipts come in. */
  readonly isBusy?: boolean;
  readonly isCapped?: boolean;
  readonly messagesPerSecond?: number;
  /** A message costs a won. */
  readonly budgetKrw?: number;
};

const SHARDS = 3;
const SWEEP_EVERY_MS = 10_000;
const WORKER_TIME_MS = 120_000;
const MAX_STEPS = 100_000;
export const SETTINGS: WorkSettings = { ...DEFAULT_WORK_SETTINGS, lanes: 2, landingMs: 5_000, maxTries: 20 };

/** Runs one job from plan to end on the real engine, with a world that only the seed decides. */
export async function simulate(simulation: Simulation) {
  const random = createRandom(simulation.seed);
  const scheduler = new Scheduler(random, (step, process) =>
    process.name === 'operator' ? 'GO_ON' : simulation.fateAt(step, random),
  );
  const world = await createWorld(simulation, random);
  const { stores, doorbell, countBell, publisher, provider } = world;
  let nextId = 0;

  const depsOf = (process: Process) => {
    const clock: Clock = {
      now: () => scheduler.now + process.clockOffset,
      sleep: (milliseconds) => scheduler.sleep(process, milliseconds),
    };
    const ids: Ids = { next: () => `id-${(nextId += 1)}`, random };
    return {
      jobs: scheduler.bind(process, stores.jobs),
      receiptFlags: scheduler.bind(process, stores.receiptFlags),
      shards: scheduler.bind(process, stores.shards),
      chunks: scheduler.bind(process, stores.chunks),
      receipts: scheduler.bind(process, stores.receipts),
      customers: scheduler.bind(process, stores.customers),
      customerStore: scheduler.bind(process, stores.customerStore),
      caps: scheduler.bind(process, stores.caps),
      budgets: scheduler.bind(process, stores.budgets),
      prices: scheduler.bind(process, stores.prices),
      rates: scheduler.bind(process, stores.rates),
      deliverySettings: scheduler.bind(process, stores.deliverySettings),
      addresses: scheduler.bind(process, stores.addresses),
      ledger: scheduler.bind(process, stores.ledger),
      watches: scheduler.bind(process, stores.watches),
      deadLetters: scheduler.bind(process, stores.deadLetters),
      templates: scheduler.bind(process, stores.templates),
      segments: scheduler.bind(process, stores.segments),
      campaigns: scheduler.bind(process, stores.campaigns),
      runs: scheduler.bind(process, stores.runs),
      runRecords: scheduler.bind(process, stores.runRecords),
      doorbell: scheduler.bind(process, doorbell),
      countBell: scheduler.bind(process, countBell),
      publisher: scheduler.bind(process, publisher),
      senders: { PUSH: scheduler.bind(process, provider.sender) },
      clock,
      ids,
      settings: SETTINGS,
      sharding: { minShards: SHARDS, customersPerShard: 50_000 },
    };
  };

  const failures: unknown[] = [];
  const spawn = (
    name: string,
    work: (deps: ReturnType<typeof depsOf>) => Promise<unknown>,
    clockOffset = (random() - 0.5) * 2 * (simulation.skewMs ?? 0),
  ): Process => {
    const process: Process = { name, isAlive: true, clockOffset };
    work(depsOf(process)).catch((error: unknown) => failures.push(error));
    return process;
  };
  const answerBell = (): void => {
    for (let ring = doorbell.take(); ring !== undefined; ring = doorbell.take()) {
      const { jobId, shard, delaySeconds } = ring;
      if (random() < simulation.lostRings) continue;
      const times = random() < simulation.repeatedRings ? 2 : 1;
      for (let time = 0; time < times; time += 1) {
        const offset = (random() - 0.5) * 2 * (simulation.skewMs ?? 0);
        const start = async (deps: ReturnType<typeof depsOf>) => {
          if (delaySeconds > 0) await deps.clock.sleep(delaySeconds * 1_000);
          return workShard(deps, { jobId, shard, deadline: deps.clock.now() + WORKER_TIME_MS });
        };
        spawn('worker', start, offset);
      }
    }
  };

  const count = (): void => {
    for (let asked = countBell.take(); asked !== undefined; asked = countBell.take()) {
      const { jobId, mark } = asked;
      spawn('receiver', (deps) => countReceipts(deps, jobId, mark));
    }
  };

  const receipts = createReceiptQueue(simulation, provider, random);
  const isEnded = operate(simulation, spawn, { random, areReceiptsIn: () => receipts.isEmpty() });
  spawn('operator', async ({ clock }) => {
    for (;;) {
      await clock.sleep(SWEEP_EVERY_MS);
      spawn('sweeper', sweepJobs);
      receipts.receive(spawn);
    }
  });

  await scheduler.run(() => {
    answerBell();
    count();
    receipts.collect();
    return isEnded() || failures.length > 0;
  }, MAX_STEPS);
  if (failures.length > 0) throw failures[0];
  const end = await readEnd(stores, 'id-1');
  const { delivered, unknown, askedAgain } = provider;
  return {
    ...end,
    delivered,
    unknown,
    askedAgain,
    ticks: publisher.ticks,
    scheduler,
    takeovers: world.takeovers.count,
    grants: world.grants,
  };
}

export type SimulationEnd = Awaited<ReturnType<typeof simulate>>;
