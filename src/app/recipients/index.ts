/** @module Use cases that read a plan: who is in it, who is not and why, what it would cost, and whom a message went to. */
export { actualCost, type ActualCostDeps } from './actual-cost.ts';
export { explainRecipient, type Explanation } from './explain-recipient.ts';
export { listRecipients } from './list-recipients.ts';
export { nameAddressee } from './name-addressee.ts';
export { reviewPlan } from './review-plan.ts';
export { unsubscribe } from './unsubscribe.ts';
