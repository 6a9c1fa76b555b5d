import { refuseUnapproved } from '../../domain/approval/index.ts';
import type { Refused } from '../../domain/result.ts';
import type { DeliverySettings } from '../../domain/send-job/index.ts';
import type { SendJob } from '../delivery/model/job.ts';
import type { ApprovalStore } from './approval-store.ts';
import { subjectOfRun, type SubjectDeps } from './subject-of-run.ts';

export type LaunchApprovalDeps = SubjectDeps & { readonly approvals: Pick<ApprovalStore, 'get'> };

/**
 * Why a planned run may not be launched for want of an approval, or null. An approval is of what it was given for: what has
 * been changed since, even if it was changed back, makes it lapse.
 */
export async function refuseUnapprovedLaunch(
  deps: LaunchApprovalDeps,
  job: SendJob,
  { approval: limits }: Pick<DeliverySettings, 'approval'>,
): Promise<Refused | null> {
  if (limits === undefined) return null;
  const run = await subjectOfRun(deps, job);
  if (!run.ok) return run;
  return refuseUnapproved(limits, await deps.approvals.get(job.id), run.current);
}
