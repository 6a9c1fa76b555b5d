/** @module Use cases of send jobs. */
export { cancelJob, launchJob, pauseJob, resumeJob } from './control-job.ts';
export { explainRecipient, type Explanation } from './explain-recipient.ts';
export { listRecipients } from './list-recipients.ts';
export { planCampaign } from './plan-campaign.ts';
