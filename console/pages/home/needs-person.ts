import type { JobRow } from '../../../src/client/amplify-job-feed.ts';
import { isApprovalMissing, type ApprovalLimits } from '../../live/approval.ts';

/** Why a job waits for a person. */
export const NEEDS = ['APPROVAL', 'LAUNCH', 'PAUSED', 'STOPPED_BY_SYSTEM', 'IN_DOUBT', 'FAILED'] as const;

/** One of `NEEDS`. */
export type Need = (typeof NEEDS)[number];

/** What a job needs a person for; null when it goes on, or ended, by itself. */
export function needOf(
  job: Pick<JobRow, 'phase' | 'included' | 'inDoubt' | 'phaseReason' | 'doubtHeldAt' | 'approvedBy'>,
  limits: ApprovalLimits | null | undefined,
): Need | null {
  switch (job.phase) {
    case 'PAUSED':
      return job.phaseReason == null ? 'PAUSED' : 'STOPPED_BY_SYSTEM';
    case 'PLANNED':
      return isApprovalMissing(job, limits) ? 'APPROVAL' : 'LAUNCH';
    case 'FAILED':
      return 'FAILED';
    case 'COMPLETED':
      return job.inDoubt > 0 && job.doubtHeldAt == null ? 'IN_DOUBT' : null;
    case 'PLANNING':
    case 'SCHEDULED':
    case 'SENDING':
    case 'CANCELLED':
      return null;
  }
}
