import { z } from 'zod';
import { EXCLUSION_REASONS, type ExcludedCounts, type ExclusionReason } from '../../domain/send-job/index.ts';

const count = z.int().min(0);

const excludedCounts = z.partialRecord(z.enum(EXCLUSION_REASONS), count).transform((counts): ExcludedCounts => {
  const present: { [R in ExclusionReason]?: number } = {};
  for (const reason of EXCLUSION_REASONS) {
    const value = counts[reason];
    if (value !== undefined) present[reason] = value;
  }
  return present;
});

/** The counts that a job row and a shard item have in common. */
export const countFields = {
  planned: count,
  included: count,
  accepted: count,
  delivered: count,
  opened: count,
  clicked: count,
  failed: count,
  optedOut: count,
  skipped: count,
  inDoubt: count,
} as const;

export const totals = z.object({ ...countFields, excluded: excludedCounts });

/** The list form of GraphQL, where a map with fixed keys has no type. */
export const excludedList = z
  .array(z.object({ reason: z.enum(EXCLUSION_REASONS), count }))
  .transform((list): ExcludedCounts => Object.fromEntries(list.map((entry) => [entry.reason, entry.count])));

export function toExcludedList(counts: ExcludedCounts): { reason: ExclusionReason; count: number }[] {
  return EXCLUSION_REASONS.flatMap((reason) => {
    const value = counts[reason];
    return value === undefined ? [] : [{ reason, count: value }];
  });
}
