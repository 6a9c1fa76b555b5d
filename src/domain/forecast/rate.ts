import type { Proportion } from '../experiment/proportion.ts';
import { drawBeta, type Random } from './draw.ts';

/** What is taken for a rate while nothing is measured: its mean, and as how many observations that counts. */
export type RatePrior = { readonly mean: number; readonly weight: number };

/** What is known of a rate, and how much it differs from run to run. */
export type Rate = {
  readonly basis: 'MEASURED' | 'PRIOR';
  readonly mean: number;
  /** As how many independent observations the mean counts. */
  readonly weight: number;
  /** Observations that a run's own rate is as sure as around the mean: the larger, the less runs differ. */
  readonly likeness: number;
  /** Of all earlier runs. */
  readonly measured: Proportion;
};

/** Runs differ by about a tenth of a rate; that counts as much as what two further runs show. */
const USUAL_DIFFERENCE = 0.1;
const USUAL_WEIGHT = 2;

/** A measured rate is never 0 or 1 for sure: the prior counts as one more observation. */
const PRIOR_BESIDE_MEASURED = 1;

function sumOf(runs: readonly Proportion[]): Proportion {
  return runs.reduce<Proportion>(
    (sum, run) => ({ successes: sum.successes + run.successes, trials: sum.trials + run.trials }),
    { successes: 0, trials: 0 },
  );
}

/**
 * Pools a rate from what earlier runs counted, each by itself. How much their rates differ beyond chance (Pearson's
 * chi-square over its degrees of freedom, Williams, Applied Statistics 31:144, 1982) is what the next one will differ
 * by, too; a single run does not show it, so a usual difference stands in for the runs that are missing. Without
 * observations the prior is all there is.
 */
export function poolRate(runs: readonly Proportion[], prior: RatePrior): Rate {
  const known = runs.filter(({ trials }) => trials > 0);
  const measured = sumOf(known);
  if (known.length === 0) {
    return { basis: 'PRIOR', mean: prior.mean, weight: prior.weight, likeness: Infinity, measured };
  }
  const trials = measured.trials + PRIOR_BESIDE_MEASURED;
  const mean = (measured.successes + prior.mean * PRIOR_BESIDE_MEASURED) / trials;
  const size = measured.trials / known.length;
  const usual = 1 + (Math.max(0, size - 1) * USUAL_DIFFERENCE ** 2 * mean) / Math.max(1 - mean, Number.EPSILON);
  const chi = known.reduce(
    (sum, run) => sum + (run.successes - run.trials * mean) ** 2 / (run.trials * spread(mean)),
    0,
  );
  const inflation = Math.max(1, (chi + USUAL_WEIGHT * usual) / (known.length - 1 + USUAL_WEIGHT));
  const correlation = size <= 1 ? 0 : Math.min(0.5, (inflation - 1) / (size - 1));
  return {
    basis: 'MEASURED',
    mean,
    weight: trials / inflation,
    likeness: correlation === 0 ? Infinity : 1 / correlation - 1,
    measured,
  };
}

function spread(mean: number): number {
  return Math.max(mean * (1 - mean), Number.EPSILON);
}

/** The rate of a run to come: what the mean may be, and how this run differs from it. */
export function drawRate({ mean, weight, likeness }: Rate, random: Random): number {
  const drawn = drawBeta(mean * weight, (1 - mean) * weight, random);
  return Number.isFinite(likeness) ? drawBeta(drawn * likeness, (1 - drawn) * likeness, random) : drawn;
}
