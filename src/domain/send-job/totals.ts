import type { ExclusionReason } from './recipient.ts';

/** Counts per exclusion reason; a reason nobody was excluded for may be absent. */
export type ExcludedCounts = { readonly [R in ExclusionReason]?: number };

/**
 * Where everyone of a job stands. planned = included + Σ excluded. The recipient counts are by present status:
 * a message that was opened counts under `opened`, no longer under `accepted` or `delivered`.
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
