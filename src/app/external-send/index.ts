/** @module What external servers ask for: one call that sends, a campaign that starts, and a look at their own jobs. */
export { cancelSend } from './cancel-send.ts';
export { findClient, type Caller } from './find-client.ts';
export { launchCampaign, type LaunchCampaignDeps } from './launch-campaign.ts';
export type {
  Begun,
  CallStore,
  IdempotencyKey,
  IdempotencyStore,
  Known,
  PlacedCall,
  QuotaStore,
  QuotaUse,
  SendAnswer,
} from './ports.ts';
export { NO_QUOTAS, ownSender } from './own-sender.ts';
export { readOwnJob } from './read-own-job.ts';
export { sendTestMessage } from './send-test-message.ts';
export { sendMessages, type SendMessagesDeps } from './send-messages.ts';
export { quotaUse } from './take-quota.ts';
