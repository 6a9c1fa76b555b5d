import { hashText } from '../hash-text.ts';

let lastCampaignId = '';
let lastSeed = hashText('', 0);

/**
 * Whether a campaign keeps a customer apart to compare with: the same answer every time for the same pair, and
 * a larger percentage only ever adds customers.
 */
export function isHeldOut(campaignId: string, customerId: string, percent: number): boolean {
  if (percent <= 0) return false;
  if (campaignId !== lastCampaignId) {
    lastCampaignId = campaignId;
    lastSeed = hashText(campaignId, 0);
  }
  return hashText(customerId, lastSeed) < (percent / 100) * 0x1_0000_0000;
}
