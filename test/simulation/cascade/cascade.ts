import type { GoesOn, InDoubtPolicy } from '../../../src/domain/campaign/index.ts';
import type { Look } from '../../../src/domain/experiment/index.ts';
import { stormOf } from '../run-seeds.ts';
import { BEGINS_AT, type Fate, type Place } from '../scheduler.ts';
import type { Simulation } from '../simulate.ts';

/** A storm around one run of two or three waves, by push. */
export type Cascade = Omit<Simulation, 'fateAt'> & {
  /** Of each wave after the first. */
  readonly waits: readonly { readonly waitMinutes: number; readonly goesOn: readonly GoesOn[] }[];
  readonly holdoutPercent: number;
  /** The first wave is two treatments on a part of the people, and what a look finds for the rest. */
  readonly look?: Look;
  readonly launchesItself: boolean;
  /** Whether a person ends the run some time. */
  readonly isCancelled: boolean;
  readonly fateAt: (place: Place | undefined, random: () => number) => Fate;
};

const MINUTE_MS = 60_000;

const CONDITIONS: readonly (readonly GoesOn[])[] = [
  ['NOT_OPENED', 'NOT_REACHABLE', 'NOT_ACTIVE'],
  ['NOT_DELIVERED', 'NOT_REACHABLE'],
  ['NOT_ACTIVE'],
  ['NOT_CLICKED', 'NOT_ACTIVE'],
  ['NO_RESULT', 'NOT_DELIVERED'],
  ['NOT_REACHABLE'],
];

function lookOf(seed: number): Look {
  return {
    metric: seed % 2 === 0 ? 'OPENED' : 'GOAL',
    afterMinutes: 1 + (seed % 20),
    testPercent: 20 + (seed % 50),
    ifNoWinner: seed % 3 === 0 ? 'HOLD' : 'FIRST_TREATMENT',
  };
}

/** Which of a cascade's waits a wave after the first has; undefined: it is the first, or that of the rest. */
export function waitOfWave({ waits, look }: Cascade, wave: number): Cascade['waits'][number] | undefined {
  return waits[wave - (look === undefined ? 1 : 2)];
}

/** Rare places, where a crash must be tried more often than by chance. */
const RARE: ReadonlySet<string> = new Set(['budgets.pay', 'runRecords.save', 'runRecords.create', 'jobs.create']);

function isRare(place: Place | undefined): boolean {
  return place !== undefined && RARE.has(place.split(' ')[0] ?? '');
}

/** Which cascade a seed stands for; every combination of its parts occurs. */
export function cascadeOf(seed: number, policy: InDoubtPolicy): Cascade {
  const { fateAt, ...storm } = stormOf(seed, policy);
  const waves = 1 + (Math.floor(seed / 4) % 2);
  return {
    ...storm,
    customers: 120 + (seed % 160),
    isBusy: true,
    isCapped: seed % 13 === 0,
    ...(seed % 3 === 0 ? { budgetKrw: 60 + (seed % 200) } : {}),
    ...(seed % 2 === 0 ? { dearerFrom: BEGINS_AT + ((seed * 11) % 50) * MINUTE_MS } : {}),
    skewMs: seed % 5 === 0 ? 600_000 : seed % 2 === 0 ? 20_000 : 0,
    waits: Array.from({ length: waves }, (__, wave) => ({
      waitMinutes: 1 + ((seed * 7 + wave * 3) % 25),
      goesOn: CONDITIONS[(Math.floor(seed / 8) + wave * 5) % CONDITIONS.length] ?? [],
    })),
    holdoutPercent: seed % 4 === 1 ? 10 : 0,
    ...(seed % 5 === 2 ? { look: lookOf(seed) } : {}),
    launchesItself: seed % 6 === 1,
    isCancelled: seed % 9 === 4,
    fateAt: (place, random) => {
      if (isRare(place) && random() < 0.1) return 'CRASH';
      return fateAt(0, random);
    },
  };
}
