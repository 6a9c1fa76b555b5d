/** @module Use cases of campaigns. */
export { saveCampaign } from './save-campaign.ts';
export { upcomingOccurrences, type ScheduledCampaigns } from './upcoming-occurrences.ts';
