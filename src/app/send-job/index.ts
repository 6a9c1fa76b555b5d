/** @module Use cases of send jobs. */
export { cancelJob, launchJob, pauseJob, resumeJob } from './control-job.ts';
export { changePrices, listPrices } from './change-prices.ts';
export { changeDeliverySettings } from './change-delivery-settings.ts';
export { explainRecipient, type Explanation } from './explain-recipient.ts';
export { listRecipients } from './list-recipients.ts';
export { planCampaign } from './plan-campaign.ts';
export { resolveInDoubt, retryFailed } from './reopen-job.ts';
export { reviewPlan } from './review-plan.ts';
