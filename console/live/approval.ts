import type { Answer } from '../../src/client/index.ts';
import type { JobRow } from '../../src/client/amplify-job-feed.ts';

/** Above which a second person approves a run. */
export type ApprovalLimits = NonNullable<Answer<'deliverySettings'>['approval']>;

/**
 * Whether a planned job has more people, or costs more, than one person may launch alone, and nobody has approved it yet. A
 * cost that is not known counts as too much, as it does for the server; one that was not asked for (undefined) is left to it.
 */
export function isApprovalMissing(
  { included, approvedBy }: Pick<JobRow, 'included' | 'approvedBy'>,
  limits: ApprovalLimits | null | undefined,
  costKrw?: number | null,
): boolean {
  if (approvedBy != null || limits == null) return false;
  if (limits.recipients != null && included > limits.recipients) return true;
  if (limits.krw == null || costKrw === undefined) return false;
  return costKrw === null || costKrw > limits.krw;
}
