import { sweepJobs } from '../../src/app/delivery/index.ts';
import type { InDoubtPolicy } from '../../src/domain/campaign/index.ts';
import { operate } from './operator.ts';
import { createRandom } from './random.ts';
import { readEnd } from './read-end.ts';
import { createReceiptQueue } from './receipt-queue.ts';
import { Scheduler, type Fate } from './scheduler.ts';
import { openStage } from './stage.ts';
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
  /** Whether the campaign has two treatments. */
  readonly isSplit?: boolean;
  readonly messagesPerSecond?: number;
  /** A message costs a won. */
  readonly budgetKrw?: number;
  /** From this moment on it costs three (milliseconds since the epoch). */
  readonly dearerFrom?: number;
};

const SWEEP_EVERY_MS = 10_000;
const MAX_STEPS = 100_000;

/** Runs one job from plan to end on the real engine, with a world that only the seed decides. */
export async function simulate(simulation: Simulation) {
  const random = createRandom(simulation.seed);
  const scheduler = new Scheduler(random, (step, process) =>
    process.name === 'operator' ? 'GO_ON' : simulation.fateAt(step, random),
  );
  const world = await createWorld(simulation, random);
  const { stores, publisher, provider } = world;
  const { spawn, answerBell, count, failures } = openStage(simulation, world, scheduler, random);

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
  const { delivered, unknown, askedAgain, titles } = provider;
  return {
    ...end,
    delivered,
    unknown,
    askedAgain,
    titles,
    ticks: publisher.ticks,
    scheduler,
    takeovers: world.takeovers.count,
    grants: world.grants,
  };
}

export type SimulationEnd = Awaited<ReturnType<typeof simulate>>;
