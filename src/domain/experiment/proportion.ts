import { scoreInterval } from '../score-interval.ts';
import { normalQuantile } from './normal-quantile.ts';

/** How many of how many: whole numbers, `successes` from 0 to `trials`. */
export type Proportion = { readonly successes: number; readonly trials: number };

/** A number with the interval that holds the true one at a confidence; `estimate` is null when nobody was observed. */
export type Interval = { readonly estimate: number | null; readonly low: number; readonly high: number };

/** The confidence of every interval that is shown, unless several of them are drawn from one look. */
export const CONFIDENCE = 0.95;

function check({ successes, trials }: Proportion): void {
  if (Number.isSafeInteger(successes) && Number.isSafeInteger(trials) && successes >= 0 && successes <= trials) return;
  throw new RangeError(`${successes} of ${trials} is no proportion.`);
}

/** The z of a two-sided interval (0.95: 1.96). */
function zOf(confidence: number): number {
  return normalQuantile(1 - (1 - confidence) / 2);
}

/**
 * Wilson's score interval of a proportion, within [0, 1] (Newcombe 1998, Statistics in Medicine 17:857, method 3). Of 0
 * trials nothing is known: 0 to 1, without an estimate. Throws RangeError for what is no proportion.
 */
export function wilson(observed: Proportion, confidence = CONFIDENCE): Interval {
  check(observed);
  const { successes, trials } = observed;
  if (trials === 0) return { estimate: null, low: 0, high: 1 };
  const p = successes / trials;
  const { low, high } = scoreInterval(p, trials, zOf(confidence));
  return {
    estimate: p,
    // Exact where it is exact: rounding would leave 1e-18 and let a bound pass the estimate.
    low: successes === 0 ? 0 : Math.min(p, low),
    high: successes === trials ? 1 : Math.max(p, high),
  };
}

/**
 * The difference of two independent proportions, first minus second, by Newcombe's hybrid score interval, within [-1, 1]
 * (1998, Statistics in Medicine 17:873, method 10). When one of them has no trials nothing is known: -1 to 1, without an
 * estimate. Throws RangeError for what is no proportion.
 */
export function newcombe(first: Proportion, second: Proportion, confidence = CONFIDENCE): Interval {
  const a = wilson(first, confidence);
  const b = wilson(second, confidence);
  if (a.estimate === null || b.estimate === null) return { estimate: null, low: -1, high: 1 };
  const difference = a.estimate - b.estimate;
  return {
    estimate: difference,
    low: Math.max(-1, difference - distance(a.estimate - a.low, b.high - b.estimate)),
    high: Math.min(1, difference + distance(a.high - a.estimate, b.estimate - b.low)),
  };
}

/** Not Math.hypot: its last bit depends on the order of its arguments, and swapping the two only changes signs. */
function distance(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}
