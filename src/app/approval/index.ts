/** @module Approval of large runs by somebody else than their author. */
export type { ApprovalStore } from './approval-store.ts';
export { approveRun } from './approve-run.ts';
export { refuseUnapprovedLaunch, type LaunchApprovalDeps } from './refuse-unapproved-launch.ts';
