import * as z from 'zod';
import { planCampaign } from '../../../src/app/send-job/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';

type Deps = Parameters<typeof planCampaign>[0];

export const planCampaignField = (deps: Deps): Field =>
  field(z.object({ campaignId: idArgument }), async (command, actor) => {
    const planned = await planCampaign(deps, { ...command, actor });
    return planned.ok ? { ok: true, value: { id: planned.job.id } } : planned;
  });
