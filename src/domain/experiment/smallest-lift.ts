import { normalQuantile } from './normal-quantile.ts';
import { CONFIDENCE } from './proportion.ts';

/** How often a lift of the size that is named is found, when it is there. */
const POWER = 0.8;

/** An audience of so many people, of whom a percentage is held out; `baseRate` of them (0 to 1) come back anyway. */
export type LiftQuestion = { readonly audience: number; readonly holdoutPercent: number; readonly baseRate: number };

/**
 * `lift` is a difference of shares (0.006: 0.6 points). NO_HOLDOUT: there is nobody to compare with. TOO_FEW: not even
 * everybody's coming back would show.
 */
export type SmallestLift = { readonly treated: number; readonly heldOut: number } & (
  { readonly kind: 'LIFT'; readonly lift: number } | { readonly kind: 'NO_HOLDOUT' | 'TOO_FEW' }
);

/**
 * The smallest lift that a holdout can show: with it the 95 % interval of the difference lies above 0 in 80 of 100 runs
 * (two proportions, normal approximation: Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 4.2).
 */
export function smallestLift({ audience, holdoutPercent, baseRate }: LiftQuestion): SmallestLift {
  const heldOut = Math.round((audience * holdoutPercent) / 100);
  const treated = audience - heldOut;
  if (heldOut === 0 || treated === 0) return { treated, heldOut, kind: 'NO_HOLDOUT' };
  const isShown = (lift: number): boolean => lift > needed(lift, { treated, heldOut, baseRate });
  let high = 1 - baseRate;
  if (!isShown(high)) return { treated, heldOut, kind: 'TOO_FEW' };
  let low = 0;
  // What is needed grows slower than the lift: there is one point from which on it is enough.
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (isShown(middle)) high = middle;
    else low = middle;
  }
  return { treated, heldOut, kind: 'LIFT', lift: high };
}

/** The difference that is found in `POWER` of all cases when the true one is `lift`. */
function needed(
  lift: number,
  { treated, heldOut, baseRate }: { readonly treated: number; readonly heldOut: number; readonly baseRate: number },
): number {
  const rate = baseRate + lift;
  const pooled = (rate * treated + baseRate * heldOut) / (treated + heldOut);
  const whenEqual = Math.sqrt(pooled * (1 - pooled) * (1 / treated + 1 / heldOut));
  const whenNot = Math.sqrt((rate * (1 - rate)) / treated + (baseRate * (1 - baseRate)) / heldOut);
  return normalQuantile(1 - (1 - CONFIDENCE) / 2) * whenEqual + normalQuantile(POWER) * whenNot;
}
