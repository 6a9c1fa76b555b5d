/** @module Use cases of campaigns. */
export { saveCampaign } from './save-campaign.ts';
