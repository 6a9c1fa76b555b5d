import { newcombe, type Interval, type Proportion } from '../experiment/proportion.ts';
import type { GroupTally } from './tally.ts';

/** Millionths of a won for one customer who would not have come back otherwise. */
export type CostPerReturned =
  | {
      readonly kind: 'KRW_MICROS';
      readonly estimate: number;
      readonly low: number;
      /** With the lower bound of the lift, as the interval of costs is that of the lift turned over. */
      readonly high: number;
    }
  /** The lift may be nothing, or less: any number of won would be made up. */
  | { readonly kind: 'NOT_DISTINGUISHABLE' }
  /** A price is missing. */
  | { readonly kind: 'UNKNOWN_COST' };

/**
 * What a run changed, against those who were held out: `lift` is the difference of the shares who came back, `returned`
 * the same as customers of those who were meant to be sent to, rounded outwards.
 */
export type LiftReport =
  | { readonly kind: 'NO_HOLDOUT' }
  | {
      readonly kind: 'MEASURED';
      readonly lift: Interval;
      readonly returned: { readonly estimate: number; readonly low: number; readonly high: number };
      readonly costPerReturned: CostPerReturned;
    };

/** The share of a group that came back. */
export function asProportion({ members, returned }: GroupTally): Proportion {
  return { successes: returned, trials: members };
}

/**
 * Compares whom a run meant to send to with whom it held out (intention to treat, 95 % by Newcombe). `krwMicros` is what
 * the run cost, in millionths of a won; null when that is not known.
 */
export function measureLift(treated: GroupTally, heldOut: GroupTally, krwMicros: number | null): LiftReport {
  const lift = newcombe(asProportion(treated), asProportion(heldOut));
  if (lift.estimate === null) return { kind: 'NO_HOLDOUT' };
  const people = treated.members;
  return {
    kind: 'MEASURED',
    lift,
    returned: {
      estimate: whole(Math.round, people * lift.estimate),
      low: whole(Math.floor, people * lift.low),
      high: whole(Math.ceil, people * lift.high),
    },
    costPerReturned: costPerReturned(people, { ...lift, estimate: lift.estimate }, krwMicros),
  };
}

function costPerReturned(
  people: number,
  lift: { readonly estimate: number; readonly low: number; readonly high: number },
  krwMicros: number | null,
): CostPerReturned {
  if (krwMicros === null) return { kind: 'UNKNOWN_COST' };
  if (lift.low <= 0) return { kind: 'NOT_DISTINGUISHABLE' };
  const cost = (share: number): number => krwMicros / (people * share);
  return {
    kind: 'KRW_MICROS',
    estimate: Math.round(cost(lift.estimate)),
    low: Math.floor(cost(lift.high)),
    high: Math.ceil(cost(lift.low)),
  };
}

/** Without the minus of a zero, which JSON would lose and a comparison find. */
function whole(round: (value: number) => number, value: number): number {
  return round(value) + 0;
}
