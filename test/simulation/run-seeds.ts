import type { InDoubtPolicy } from '../../src/domain/campaign/index.ts';
import { damageOf, findBreaches } from './check-promises.ts';
import { simulate, type Simulation } from './simulate.ts';
import { NO_FAULTS, type ProviderFaults } from './simulated-provider.ts';

const FAULTS: ProviderFaults = {
  throttledCall: 0.15,
  lostBeforeAcceptance: 0.04,
  lostAfterAcceptance: 0.04,
  missingAddress: 0.005,
  temporaryFailure: 0.1,
  permanentFailure: 0.03,
};

/** Which storm a seed stands for; every combination of its parts occurs. */
export function stormOf(seed: number, policy: InDoubtPolicy): Simulation {
  return {
    seed,
    policy,
    customers: 400 + (seed % 300),
    faults: FAULTS,
    fateAt: (_, random) => {
      const fate = random();
      if (fate < 0.01) return 'CRASH';
      if (fate < 0.025) return 'STALL';
      if (fate < 0.05) return 'SLOW';
      return fate < 0.055 ? 'JUMP' : 'GO_ON';
    },
    lostRings: 0.2,
    repeatedRings: 0.3,
    skewMs: seed % 2 === 0 ? 600_000 : 0,
    isBusy: seed % 3 !== 0,
    isCapped: seed % 5 === 0,
    isSplit: seed % 3 === 1,
    ...(seed % 7 === 0 ? { messagesPerSecond: 400 } : {}),
    ...(seed % 4 === 0 ? { budgetKrw: 150 + (seed % 250) } : {}),
  };
}

export type SeedCounts = {
  readonly seeds: number;
  readonly crashes: number;
  readonly stalls: number;
  readonly delivered: number;
  /** Sent twice and not marked so: must be none. */
  readonly duplicates: number;
  /** Sent again on purpose under RESEND, each marked. */
  readonly repeats: number;
  readonly lost: number;
  readonly inDoubt: number;
  readonly breaches: readonly string[];
};

/** Nothing counted yet. */
export const NO_COUNTS: SeedCounts = {
  seeds: 0,
  crashes: 0,
  stalls: 0,
  delivered: 0,
  duplicates: 0,
  repeats: 0,
  lost: 0,
  inDoubt: 0,
  breaches: [],
};

/** Adds what two parts of a run counted. */
export function addCounts(a: SeedCounts, b: SeedCounts): SeedCounts {
  return {
    seeds: a.seeds + b.seeds,
    crashes: a.crashes + b.crashes,
    stalls: a.stalls + b.stalls,
    delivered: a.delivered + b.delivered,
    duplicates: a.duplicates + b.duplicates,
    repeats: a.repeats + b.repeats,
    lost: a.lost + b.lost,
    inDoubt: a.inDoubt + b.inDoubt,
    breaches: [...a.breaches, ...b.breaches],
  };
}

async function runOne(simulation: Simulation, label: string): Promise<SeedCounts> {
  try {
    const end = await simulate(simulation);
    const { crashes, stalls } = end.scheduler.counts;
    const breaches = findBreaches(simulation, end).map((breach) => `${label}: ${breach}`);
    const damage = damageOf(end);
    return { ...NO_COUNTS, ...damage, seeds: 1, crashes, stalls, delivered: end.delivered.size, breaches };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...NO_COUNTS, seeds: 1, breaches: [`${label}: ${reason}`] };
  }
}

/** Runs seeds of a policy; stops at the tenth breach, which is enough to look at. */
export async function runSeeds(policy: InDoubtPolicy, seeds: Iterable<number>): Promise<SeedCounts> {
  let counts = NO_COUNTS;
  for (const seed of seeds) {
    counts = addCounts(counts, await runOne(stormOf(seed, policy), `${policy} seed ${seed} (SEED=${seed} replays it)`));
    if (counts.breaches.length >= 10) break;
  }
  return counts;
}

/** Crashes one small job at every single await, once each. */
export async function runEveryCrash(policy: InDoubtPolicy): Promise<SeedCounts> {
  const calm = { seed: 5, customers: 130, faults: NO_FAULTS, lostRings: 0, repeatedRings: 0, policy, budgetKrw: 80 };
  const whole = await simulate({ ...calm, fateAt: () => 'GO_ON' });
  let counts = NO_COUNTS;
  for (let at = 1; at <= whole.scheduler.steps; at += 1) {
    const fateAt: Simulation['fateAt'] = (step) => (step === at ? 'CRASH' : 'GO_ON');
    counts = addCounts(counts, await runOne({ ...calm, fateAt }, `${policy}, crash at step ${at}`));
    if (counts.breaches.length >= 10) break;
  }
  return counts;
}
