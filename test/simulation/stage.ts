import { countReceipts, DEFAULT_WORK_SETTINGS, workShard, type WorkSettings } from '../../src/app/delivery/index.ts';
import { sha256 } from '../../src/adapters/request-token/index.ts';
import type { Clock, Ids } from '../../src/app/ports.ts';
import type { Process, Scheduler } from './scheduler.ts';
import type { Simulation } from './simulate.ts';
import type { World } from './world.ts';

const SHARDS = 3;
const WORKER_TIME_MS = 120_000;

export const SETTINGS: WorkSettings = { ...DEFAULT_WORK_SETTINGS, lanes: 2, landingMs: 5_000, maxTries: 20 };

/** Processes over a world: each has ports of its own, at whose awaits it may die, and a clock that may be wrong. */
export function openStage(
  simulation: Pick<Simulation, 'fateAt' | 'lostRings' | 'repeatedRings' | 'skewMs'>,
  world: World,
  scheduler: Scheduler,
  random: () => number,
) {
  const { stores, doorbell, countBell, publisher, provider } = world;
  let nextId = 0;

  const depsOf = (process: Process) => {
    const clock: Clock = {
      now: () => scheduler.now + process.clockOffset,
      sleep: (milliseconds) => scheduler.sleep(process, milliseconds),
    };
    const ids: Ids = { next: () => `id-${(nextId += 1)}`, random };
    return {
      jobs: scheduler.bind(process, stores.jobs, 'jobs'),
      receiptFlags: scheduler.bind(process, stores.receiptFlags, 'receiptFlags'),
      shards: scheduler.bind(process, stores.shards, 'shards'),
      chunks: scheduler.bind(process, stores.chunks, 'chunks'),
      receipts: scheduler.bind(process, stores.receipts, 'receipts'),
      customers: scheduler.bind(process, stores.customers, 'customers'),
      customerStore: scheduler.bind(process, stores.customerStore, 'customerStore'),
      caps: scheduler.bind(process, stores.caps, 'caps'),
      budgets: scheduler.bind(process, stores.budgets, 'budgets'),
      prices: scheduler.bind(process, stores.prices, 'prices'),
      rates: scheduler.bind(process, stores.rates, 'rates'),
      deliverySettings: scheduler.bind(process, stores.deliverySettings, 'deliverySettings'),
      addresses: scheduler.bind(process, stores.addresses, 'addresses'),
      ledger: scheduler.bind(process, stores.ledger, 'ledger'),
      waits: scheduler.bind(process, stores.waits, 'waits'),
      events: scheduler.bind(process, stores.events, 'events'),
      occurrences: scheduler.bind(process, stores.occurrences, 'occurrences'),
      triggered: scheduler.bind(process, stores.campaigns, 'triggered'),
      hash: sha256,
      watches: scheduler.bind(process, stores.watches, 'watches'),
      deadLetters: scheduler.bind(process, stores.deadLetters, 'deadLetters'),
      templates: scheduler.bind(process, stores.templates, 'templates'),
      segments: scheduler.bind(process, stores.segments, 'segments'),
      campaigns: scheduler.bind(process, stores.campaigns, 'campaigns'),
      runs: scheduler.bind(process, stores.runs, 'runs'),
      runRecords: scheduler.bind(process, stores.runRecords, 'runRecords'),
      approvals: scheduler.bind(process, stores.approvals, 'approvals'),
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

  return { spawn, answerBell, count, failures };
}

/** What a process of a stage works with. */
export type StageDeps = Parameters<Parameters<ReturnType<typeof openStage>['spawn']>[1]>[0];
