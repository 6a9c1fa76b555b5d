/** @module Use cases that read a plan: who is in it, who is not and why, and what it would cost. */
export { explainRecipient, type Explanation } from './explain-recipient.ts';
export { listRecipients } from './list-recipients.ts';
export { reviewPlan } from './review-plan.ts';
