import { EXCLUSION_REASONS, type ExclusionReason, type RecipientResult } from './recipient.ts';

/** Counts per exclusion reason; a reason nobody was excluded for may be absent. */
export type ExcludedCounts = { readonly [R in ExclusionReason]?: number };

/**
 * Where everyone of a job stands. planned = included + Σ excluded, and of a finished job
 * included = accepted + delivered + failed + optedOut + skipped + inDoubt.
 * `delivered` contains `opened`, and `opened` contains `clicked`: they are not part of the sum.
 */
export type Totals = {
  readonly planned: number;
  readonly included: number;
  readonly excluded: ExcludedCounts;
  readonly accepted: number;
  readonly delivered: number;
  readonly opened: number;
  readonly clicked: number;
  readonly failed: number;
  readonly optedOut: number;
  readonly skipped: number;
  readonly inDoubt: number;
};

/** Nobody yet. */
export const NO_TOTALS: Totals = {
  planned: 0,
  included: 0,
  excluded: {},
  accepted: 0,
  delivered: 0,
  opened: 0,
  clicked: 0,
  failed: 0,
  optedOut: 0,
  skipped: 0,
  inDoubt: 0,
};

/** Adds counts per reason. */
function addExcluded(a: ExcludedCounts, b: ExcludedCounts): ExcludedCounts {
  const sum: { -readonly [R in ExclusionReason]?: number } = {};
  for (const reason of EXCLUSION_REASONS) {
    const count = (a[reason] ?? 0) + (b[reason] ?? 0);
    if (count !== 0) sum[reason] = count;
  }
  return sum;
}

/** Adds the totals of two parts of a job. */
export function addTotals(a: Totals, b: Totals): Totals {
  return {
    planned: a.planned + b.planned,
    included: a.included + b.included,
    excluded: addExcluded(a.excluded, b.excluded),
    accepted: a.accepted + b.accepted,
    delivered: a.delivered + b.delivered,
    opened: a.opened + b.opened,
    clicked: a.clicked + b.clicked,
    failed: a.failed + b.failed,
    optedOut: a.optedOut + b.optedOut,
    skipped: a.skipped + b.skipped,
    inDoubt: a.inDoubt + b.inDoubt,
  };
}

/** Counts recorded results; the planned, included and excluded counts stay zero (they belong to the plan). */
export function totalsOf(results: Iterable<RecipientResult>): Totals {
  const sum = { ...NO_TOTALS, excluded: {} };
  for (const { status } of results) {
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

/** How many customers were excluded, for whatever reason. */
function excludedTotal(excluded: ExcludedCounts): number {
  let sum = 0;
  for (const reason of EXCLUSION_REASONS) sum += excluded[reason] ?? 0;
  return sum;
}

/** How many included customers have an outcome. */
export function settledTotal(totals: Totals): number {
  return totals.accepted + totals.delivered + totals.failed + totals.optedOut + totals.skipped + totals.inDoubt;
}

/** COMPLETED means complete: everyone planned is excluded with a reason or has an outcome, exactly. */
export function isComplete(totals: Totals): boolean {
  return (
    totals.planned === totals.included + excludedTotal(totals.excluded) && totals.included === settledTotal(totals)
  );
}
