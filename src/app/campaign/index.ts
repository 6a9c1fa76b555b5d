/** @module Use cases of campaigns. */
export { saveCampaign, type SaveCampaignCommand } from './save-campaign.ts';
