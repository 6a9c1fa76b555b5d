import { COMPLAINT } from './receipt.ts';
import { EXCLUSION_REASONS, type ExclusionReason, type RecipientResult } from './recipient.ts';

/** Counts per exclusion reason; a reason nobody was excluded for may be absent. */
export type ExcludedCounts = { readonly [R in ExclusionReason]?: number };

/**
 * Where included customers stand. Of a finished job
 * included = accepted + delivered + failed + optedOut + skipped + inDoubt.
 * `delivered` contains `opened`, and `opened` contains `clicked`: they are not part of the sum. Nor is `complained`:
 * whoever complained had an outcome before, and keeps it.
 */
export type StepTotals = {
  readonly included: number;
  readonly accepted: number;
  readonly delivered: number;
  readonly opened: number;
  readonly clicked: number;
  readonly complained: number;
  readonly failed: number;
  readonly optedOut: number;
  readonly skipped: number;
  readonly inDoubt: number;
};

/**
 * Where everyone of a job stands. planned = included + Σ excluded. `steps` has the same counts for each campaign step
 * (each has its own channel), by index; a step nobody was included on may be missing at the end.
 */
export type Totals = StepTotals & {
  readonly planned: number;
  readonly excluded: ExcludedCounts;
  readonly steps: readonly StepTotals[];
};

/** The names of all counts of a step but how many it includes. */
export const STEP_OUTCOMES = [
  'accepted',
  'delivered',
  'opened',
  'clicked',
  'complained',
  'failed',
  'optedOut',
  'skipped',
  'inDoubt',
] as const satisfies readonly Exclude<keyof StepTotals, 'included'>[];

/** Nobody of a step yet. */
export const NO_STEP_TOTALS: StepTotals = {
  included: 0,
  accepted: 0,
  delivered: 0,
  opened: 0,
  clicked: 0,
  complained: 0,
  failed: 0,
  optedOut: 0,
  skipped: 0,
  inDoubt: 0,
};

const NOBODY: ExcludedCounts = {};

/** Nobody yet. */
export const NO_TOTALS: Totals = { ...NO_STEP_TOTALS, planned: 0, excluded: NOBODY, steps: [] };

function addExcluded(a: ExcludedCounts, b: ExcludedCounts, sign: 1 | -1): ExcludedCounts {
  if (b === NOBODY) return a;
  const sum: { -readonly [R in ExclusionReason]?: number } = {};
  for (const reason of EXCLUSION_REASONS) {
    const count = (a[reason] ?? 0) + sign * (b[reason] ?? 0);
    if (count !== 0) sum[reason] = count;
  }
  return sum;
}

function addStep(a: StepTotals, b: StepTotals, sign: 1 | -1): StepTotals {
  return {
    included: a.included + sign * b.included,
    accepted: a.accepted + sign * b.accepted,
    delivered: a.delivered + sign * b.delivered,
    opened: a.opened + sign * b.opened,
    clicked: a.clicked + sign * b.clicked,
    complained: a.complained + sign * b.complained,
    failed: a.failed + sign * b.failed,
    optedOut: a.optedOut + sign * b.optedOut,
    skipped: a.skipped + sign * b.skipped,
    inDoubt: a.inDoubt + sign * b.inDoubt,
  };
}

function combine(a: Totals, b: Totals, sign: 1 | -1): Totals {
  const steps: StepTotals[] = [];
  for (let index = 0; index < Math.max(a.steps.length, b.steps.length); index += 1) {
    steps.push(addStep(a.steps[index] ?? NO_STEP_TOTALS, b.steps[index] ?? NO_STEP_TOTALS, sign));
  }
  const planned = a.planned + sign * b.planned;
  return totalsWith(addStep(a, b, sign), planned, addExcluded(a.excluded, b.excluded, sign), steps);
}

/** Field by field: made for every chunk, and V8 takes microseconds to spread an object and add to it. */
function totalsWith(
  { included, accepted, delivered, opened, clicked, complained, failed, optedOut, skipped, inDoubt }: StepTotals,
  planned: number,
  excluded: ExcludedCounts,
  steps: readonly StepTotals[],
): Totals {
  return {
    included,
    accepted,
    delivered,
    opened,
    clicked,
    complained,
    failed,
    optedOut,
    skipped,
    inDoubt,
    planned,
    excluded,
    steps,
  };
}

/** Adds the counts of two steps. */
export function addStepTotals(a: StepTotals, b: StepTotals): StepTotals {
  return addStep(a, b, 1);
}

/** Adds the totals of two parts of a job. */
export function addTotals(a: Totals, b: Totals): Totals {
  return combine(a, b, 1);
}

/** Takes the totals of a part away again: what is left is the rest, or the difference between two counts of one part. */
export function subtractTotals(a: Totals, b: Totals): Totals {
  return combine(a, b, -1);
}

function countStep(results: Iterable<RecipientResult>): StepTotals {
  const sum = { ...NO_STEP_TOTALS };
  for (const { status, code } of results) {
    if (code === COMPLAINT) sum.complained += 1;
    switch (status) {
      case 'PLANNED':
      case 'CLAIMED':
        break;
      case 'ACCEPTED':
        sum.accepted += 1;
        break;
      case 'CLICKED':
        sum.clicked += 1;
        sum.opened += 1;
        sum.delivered += 1;
        break;
      case 'OPENED':
        sum.opened += 1;
        sum.delivered += 1;
        break;
      case 'DELIVERED':
        sum.delivered += 1;
        break;
      case 'FAILED':
        sum.failed += 1;
        break;
      case 'OPTED_OUT':
        sum.optedOut += 1;
        break;
      case 'SKIPPED':
        sum.skipped += 1;
        break;
      case 'IN_DOUBT':
        sum.inDoubt += 1;
        break;
    }
  }
  return sum;
}

/** Totals in which everything counted belongs to one step. */
export function totalsOfStep(stepIndex: number, counts: StepTotals): Totals {
  const steps: StepTotals[] = [];
  while (steps.length < stepIndex) steps.push(NO_STEP_TOTALS);
  steps.push(counts);
  return totalsWith(counts, 0, NOBODY, steps);
}

/** Counts results of one step; planned, included and excluded stay zero (they belong to the plan). */
export function totalsOf(results: Iterable<RecipientResult>, stepIndex = 0): Totals {
  return totalsOfStep(stepIndex, countStep(results));
}

/** How many customers were excluded, for whatever reason. */
function excludedTotal(excluded: ExcludedCounts): number {
  let sum = 0;
  for (const reason of EXCLUSION_REASONS) sum += excluded[reason] ?? 0;
  return sum;
}

/** How many included customers have an outcome. */
export function settledTotal(totals: StepTotals): number {
  return totals.accepted + totals.delivered + totals.failed + totals.optedOut + totals.skipped + totals.inDoubt;
}

/** COMPLETED means complete: everyone planned is excluded with a reason or has an outcome, exactly, on every step. */
export function isComplete(totals: Totals): boolean {
  return (
    totals.planned === totals.included + excludedTotal(totals.excluded) &&
    totals.included === settledTotal(totals) &&
    totals.steps.every((step) => step.included === settledTotal(step))
  );
}
