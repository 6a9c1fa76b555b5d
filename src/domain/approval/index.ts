/** @module Approval of a run by somebody else than its author: of exactly its versions and numbers. */
export { approve, FRESH_SIGN_IN_MS, lookAgain, refuseUnapproved, type Approval } from './approval.ts';
export { needsApproval, type ApprovalLimits } from './limits.ts';
export { changesOf, subjectOf, type ApprovalSubject, type PlannedRun } from './subject.ts';
