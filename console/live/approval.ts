import type { Answer } from '../../src/client/index.ts';
import type { JobRow } from '../../src/client/amplify-job-feed.ts';

/** Above which a second person approves a run. */
export type ApprovalLimits = NonNullable<Answer<'deliverySettings'>['approval']>;

/** Whether a planned job has more people than one person may launch alone, and nobody has approved it yet. */
export function isApprovalMissing(
  { included, approvedBy }: Pick<JobRow, 'included' | 'approvedBy'>,
  limits: ApprovalLimits | null | undefined,
): boolean {
  if (approvedBy != null || limits == null) return false;
  return limits.recipients != null && included > limits.recipients;
}
