import * as z from 'zod';
import { EXCLUSION_REASONS, type ExcludedCounts, type ExclusionReason } from '../../domain/send-job/index.ts';

const count = z.int();

const excludedCounts = z.partialRecord(z.enum(EXCLUSION_REASONS), count).transform((counts): ExcludedCounts => {
  const present: { [R in ExclusionReason]?: number } = {};
  for (const reason of EXCLUSION_REASONS) {
    const value = counts[reason];
    if (value !== undefined) present[reason] = value;
  }
  return present;
});

/** Counts of one campaign step. What receipts change is stored as a difference, so that counts may be negative. */
const stepCounts = {
  included: count,
  accepted: count,
  delivered: count,
  opened: count,
  clicked: count,
  // Totals that were written before complaints were counted have none.
  complained: count.default(0),
  failed: count,
  optedOut: count,
  skipped: count,
  inDoubt: count,
} as const;

/** The counts of a shard, or of a job as the engine keeps them. */
export const totals = z.object({
  planned: count,
  ...stepCounts,
  excluded: excludedCounts,
  steps: z.array(z.object(stepCounts)),
});

/** The list form of GraphQL, where a map with fixed keys has no type. */
export function toExcludedList(counts: ExcludedCounts): { reason: ExclusionReason; count: number }[] {
  return EXCLUSION_REASONS.flatMap((reason) => {
    const value = counts[reason];
    return value === undefined ? [] : [{ reason, count: value }];
  });
}
