/**
 * @module Experiments: who gets which treatment, and what may be concluded from it.
 *
 * For a run: `createAssignment` once for each job, then for each customer; `createTrial` when a look is declared (whoever
 * is not in the trial waits for it); `declareLook` when the first wave begins, `takeLook` when it is due, then
 * `treatmentOfRest`. Whom a holdout keeps out says `isHeldOut` of campaigns: by another hash, so that holdout, trial and treatments are independent of each other.
 */
export { createAssignment, createTrial } from './assignment.ts';
export {
  decideLook,
  declareLook,
  LOOK_METRICS,
  LOOK_OUTCOMES,
  LOOK_STATUSES,
  NO_WINNER_RULES,
  takeLook,
  treatmentOfRest,
  type Arm,
  type Look,
  type LookChoice,
  type LookDecision,
  type LookMetric,
  type LookState,
  type LookTaken,
  type NoWinnerRule,
} from './look.ts';
export { normalQuantile } from './normal-quantile.ts';
export { newcombe, wilson, type Interval, type Proportion } from './proportion.ts';
export { checkShares, type SharePercent } from './shares.ts';
export { smallestLift, type LiftQuestion, type SmallestLift } from './smallest-lift.ts';
export type { Treatment, TreatmentTemplate } from './treatment.ts';
