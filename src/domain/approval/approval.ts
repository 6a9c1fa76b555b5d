import { refuse, type Refused } from '../result.ts';
import { needsApproval, type ApprovalLimits } from './limits.ts';
import { changesOf, type ApprovalSubject } from './subject.ts';

/** What a person approved, and when (milliseconds since the epoch). LAPSED: it was changed, and never holds again. */
export type Approval = {
  readonly subject: ApprovalSubject;
  readonly author: string;
  readonly by: string;
  readonly at: number;
} & (
  | { readonly state: 'GRANTED' }
  | { readonly state: 'LAPSED'; readonly lapsedAt: number; readonly changes: readonly string[] }
);

/** A sign-in is fresh for so long. */
export const FRESH_SIGN_IN_MS = 600_000;

/** Approves a run, as it is now. SAME_PERSON: the author may not; SIGN_IN_AGAIN: their sign-in is too old for it. */
export function approve(
  { subject, author }: { readonly subject: ApprovalSubject; readonly author: string },
  person: { readonly id: string; readonly signedInAt: number },
  now: number,
): { readonly ok: true; readonly approval: Approval } | Refused<'SAME_PERSON' | 'SIGN_IN_AGAIN'> {
  if (person.id === author) {
    return refuse('SAME_PERSON', 'Who wrote the campaign cannot approve it. Ask somebody else.');
  }
  const age = now - person.signedInAt;
  if (!(age >= 0 && age < FRESH_SIGN_IN_MS)) {
    return refuse('SIGN_IN_AGAIN', 'An approval needs a sign-in of less than 10 minutes ago. Sign in again.');
  }
  return { ok: true, approval: { state: 'GRANTED', subject, author, by: person.id, at: now } };
}

/**
 * An approval after a look at what it is of: it lapses with the first change that is seen, and what lapsed stays so when
 * the old words are put back. Whoever writes a part of a run looks after it, and keeps what comes of it; the same object
 * when nothing has changed.
 */
export function lookAgain(approval: Approval, current: ApprovalSubject, now: number): Approval {
  if (approval.state === 'LAPSED') return approval;
  const changes = changesOf(approval.subject, current);
  if (changes.length === 0) return approval;
  const { subject, author, by, at } = approval;
  return { state: 'LAPSED', subject, author, by, at, lapsedAt: now, changes };
}

/** Why a run may not be launched for want of an approval, or null. */
export function refuseUnapproved(
  limits: ApprovalLimits,
  approval: Approval | null,
  current: ApprovalSubject,
): Refused<'NOT_APPROVED' | 'APPROVAL_LAPSED'> | null {
  if (!needsApproval(limits, current)) return null;
  if (approval === null) {
    return refuse(
      'NOT_APPROVED',
      'A run of this size is approved by somebody else than its author (approveRun) first.',
    );
  }
  const changes = approval.state === 'LAPSED' ? approval.changes : changesOf(approval.subject, current);
  if (changes.length === 0) return null;
  return refuse(
    'APPROVAL_LAPSED',
    `Since ${new Date(approval.at).toISOString()}, when ${approval.by} approved the run, there were changes: ` +
      `${changes.join(', ')}. Have it approved as it is now.`,
  );
}
