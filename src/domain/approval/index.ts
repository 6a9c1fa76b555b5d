/** @module Approval of a run by somebody else than its author: of exactly its versions and numbers. */
export {
  approve,
  FRESH_SIGN_IN_MS,
  lookAgain,
  needsApproval,
  refuseUnapproved,
  type Approval,
  type ApprovalLimits,
} from './approval.ts';
export { changesOf, subjectOf, type ApprovalSubject, type PlannedRun } from './subject.ts';
