/** @module Send jobs: one run of a campaign, from its frozen plan to its last recipient. */
export { decideCustomer, recheckRecipient } from './decide-customer.ts';
export { isAddressDead, statusFromDelivery, type DeliveryOutcome, type ProviderResult } from './delivery-result.ts';
export { formatMessageRef, parseMessageRef, type MessageRef } from './message-ref.ts';
export { packRecipients, packStatuses, unpackRecipients, unpackStatuses } from './pack-chunk.ts';
export { packIds, unpackIds } from './pack-ids.ts';
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
export { OPT_OUT_CAUSES, RECEIPT_STATUSES, type OptOutCause, type Receipt, type ReceiptStatus } from './receipt.ts';
export {
  NO_TOTALS,
  addTotals,
  isComplete,
  settledTotal,
  totalsOf,
  type ExcludedCounts,
  type Totals,
} from './totals.ts';
export { isTerminal, transition } from './transitions.ts';
