/** @module Send jobs: one run of a campaign, from its frozen plan to its last recipient. */
export {
  checkDeliverySettings,
  DEFAULT_DELIVERY_SETTINGS,
  DEFAULT_RETENTION_DAYS,
  type DeliverySettings,
  type NoticeTemplate,
} from './delivery-settings.ts';
export { chooseEndpoint, decideCustomer, placeOfEndpoint, recheckRecipient, zoneForSteps } from './decide-customer.ts';
export { formatMessageRef, parseMessageRef, parseSignedRef, type MessageRef } from './message-ref.ts';
export { JOB_COMMANDS, JOB_PHASES, type JobCommand, type JobPhase } from './phase.ts';
export { isAboutHours } from './hold-hours.ts';
export type { Decision, PlanStep, Recheck, SendPlan, Unwritable } from './plan.ts';
export { addReceipt, NO_MARK, withReceipts } from './receipt-marks.ts';
export {
  EXCLUSION_REASONS,
  RECIPIENT_STATUSES,
  isSettled,
  type ExclusionReason,
  type Recipient,
  type RecipientResult,
  type RecipientStatus,
} from './recipient.ts';
export { COMPLAINT, type OptOutCause, type Receipt, type ReceiptStatus, type ReportedReceipt } from './receipt.ts';
export { heldResult, heldUntil } from './held.ts';
export { afterDoubt, isResent, NOT_SENT, reopen, RESENT, RETRY_KINDS, type RetryKind } from './retriable.ts';
export { ruleOfReason } from './rule-of-reason.ts';
export { checkSendAt } from './send-at.ts';
export {
  NO_STEP_TOTALS,
  STEP_OUTCOMES,
  NO_TOTALS,
  addTotals,
  isComplete,
  settledTotal,
  subtractTotals,
  totalsOf,
  totalsOfStep,
  type ExcludedCounts,
  type StepTotals,
  type Totals,
} from './totals.ts';
export { isTerminal, mayFollow, transition } from './transitions.ts';
