/** @module Use cases of send jobs. */
export {
  cancelJob,
  launchJob,
  pauseJob,
  resumeJob,
  type ControlJobCommand,
  type ControlJobDeps,
  type JobControlled,
} from './control-job.ts';
export {
  explainRecipient,
  type ExplainRecipientCommand,
  type ExplainRecipientDeps,
  type Explanation,
} from './explain-recipient.ts';
export {
  listRecipients,
  type JobRecipient,
  type ListRecipientsCommand,
  type ListRecipientsDeps,
  type RecipientPage,
} from './list-recipients.ts';
export { planCampaign, type PlanCampaignCommand, type PlanCampaignDeps } from './plan-campaign.ts';
