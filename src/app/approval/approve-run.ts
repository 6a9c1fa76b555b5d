import { approve, changesOf, type Approval } from '../../domain/approval/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { changeJob } from '../delivery/job/change-job.ts';
import { progressOf, type SendJob } from '../delivery/model/job.ts';
import type { JobStore, ProgressPublisher } from '../delivery/model/ports.ts';
import type { Actor, Clock } from '../ports.ts';
import type { ApprovalStore } from './approval-store.ts';
import { subjectOfRun, type SubjectDeps } from './subject-of-run.ts';

export type ApproveRunDeps = SubjectDeps & {
  readonly jobs: JobStore;
  readonly approvals: ApprovalStore;
  readonly publisher: ProgressPublisher;
  readonly clock: Pick<Clock, 'now'>;
};

export type ApproveRunCommand = {
  /** `signedInAt`: when they proved who they are, in milliseconds since the epoch; absent: nobody knows. */
  readonly actor: Actor & { readonly signedInAt?: number };
  /** The job of a run. */
  readonly runId: string;
};

/** With the approval, for the audit log. */
export type RunApproved = { readonly ok: true; readonly job: SendJob; readonly approval: Approval };

/**
 * Approves a planned run as it is: these versions, to so many people, at this cost. SAME_PERSON: whoever saved the campaign
 * last or planned the run may not; SIGN_IN_AGAIN: the sign-in is older than ten minutes; RUN_OUTDATED: what the run was
 * planned with has been changed since. It lapses with the next change of any of it.
 */
export async function approveRun(
  deps: ApproveRunDeps,
  { actor, runId }: ApproveRunCommand,
): Promise<RunApproved | Refused> {
  const job = await deps.jobs.get(runId);
  if (job === null) return refuse('NOT_FOUND', `There is no run ${runId}.`);
  if (job.phase !== 'PLANNED') {
    return refuse('JOB_PHASE', `A run is approved when it is PLANNED; this one is ${job.phase}.`);
  }
  const run = await subjectOfRun(deps, job);
  if (!run.ok) return run;
  const changes = changesOf(run.frozen, run.current);
  if (changes.length > 0) {
    return refuse(
      'RUN_OUTDATED',
      `Since the run was planned there were changes: ${changes.join(', ')}. Plan the campaign again and approve that run.`,
    );
  }
  const now = deps.clock.now();
  const person = { id: actor.id, signedInAt: actor.signedInAt ?? Number.NEGATIVE_INFINITY };
  let approval: Approval | undefined;
  for (const author of run.authors) {
    const approved = approve({ subject: run.current, author }, person, now);
    if (!approved.ok) return approved;
    approval = approved.approval;
  }
  if (approval === undefined) throw new RangeError(`Run ${runId} has no author.`);
  await deps.approvals.put(runId, approval);
  const changed = await changeJob(deps.jobs, runId, (present) =>
    present.phase === 'PLANNED' ? { ...present, approvedBy: actor.id, approvedAt: now } : null,
  );
  // Its author looks at it and waits to launch it: no count has changed, but it is another one.
  if (changed?.isChanged === true) await deps.publisher.publish(progressOf(changed.job));
  return { ok: true, job: changed?.job ?? job, approval };
}
