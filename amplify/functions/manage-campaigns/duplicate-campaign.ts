import * as z from 'zod';
import { duplicateCampaign } from '../../../src/app/campaign/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';

type Deps = Parameters<typeof duplicateCampaign>[0];

export const duplicateCampaignField = (deps: Deps): Field =>
  field(z.object({ campaignId: idArgument, name: z.string().exactOptional() }), async (command, actor) => {
    const copied = await duplicateCampaign(deps, { ...command, actor });
    return copied.ok ? { ok: true, value: { id: copied.campaign.id } } : copied;
  });
