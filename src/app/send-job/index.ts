/** @module Use cases of send jobs. */
export { cancelJob, launchJob, pauseJob, resumeJob } from './control-job.ts';
export { freezeSpec, planCampaign, type FreezeDeps } from './plan-campaign.ts';
export { resolveInDoubt, retryFailed } from './reopen-job.ts';
