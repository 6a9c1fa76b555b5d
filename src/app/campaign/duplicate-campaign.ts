import type { Campaign } from '../../domain/campaign/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { Actor } from '../ports.ts';
import { saveCampaign, type SaveCampaignDeps } from './save-campaign.ts';

export type DuplicateCampaignCommand = {
  readonly actor: Actor;
  readonly campaignId: string;
  /** Absent: that of the original, marked as a copy. */
  readonly name?: string;
};

const COPY = ' (copy)';
/** A name has 128 characters. */
const MAX_NAME = 128 - COPY.length;

/**
 * Makes another campaign of the same words, audience and limits. It has neither a schedule nor a trigger, so that nothing
 * goes out twice by itself; and as another campaign it has caps, holdout, treatments and runs of its own: whoever got the
 * original may get the copy as well. What the original names must still be there.
 */
export async function duplicateCampaign(
  deps: SaveCampaignDeps,
  { actor, campaignId, name }: DuplicateCampaignCommand,
): Promise<{ readonly ok: true; readonly campaign: Campaign } | Refused> {
  const original = (await deps.campaigns.get(campaignId))?.value;
  if (original === undefined) return refuse('NOT_FOUND', `There is no campaign ${campaignId}.`);
  const { id: _, schedule: __, scheduleSince: ___, trigger: ____, edits: _____, ...input } = original;
  const copied = `${original.name.slice(0, MAX_NAME)}${COPY}`;
  return saveCampaign(deps, { actor, input: { ...input, name: name ?? copied } });
}
