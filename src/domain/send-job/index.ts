/** @module Send jobs: one run of a campaign, from its frozen plan to its last recipient. */
export { JOB_COMMANDS, JOB_PHASES, type JobCommand, type JobPhase } from './phase.ts';
export type { Decision, PlanStep, Recheck, SendPlan } from './plan.ts';
export {
  EXCLUSION_REASONS,
  RECIPIENT_STATUSES,
  type ExclusionReason,
  type Recipient,
  type RecipientResult,
  type RecipientStatus,
} from './recipient.ts';
export type { ExcludedCounts, Totals } from './totals.ts';
