/** @module Use cases of campaigns. */
export { duplicateCampaign } from './duplicate-campaign.ts';
export { saveCampaign } from './save-campaign.ts';
export { upcomingOccurrences, type ScheduledCampaigns } from './upcoming-occurrences.ts';
export { whereUsed, type CampaignPages } from './where-used.ts';
