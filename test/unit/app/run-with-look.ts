import { saveCampaign } from '../../../src/app/campaign/index.ts';
import { saveSegment } from '../../../src/app/segment/index.ts';
import { planCampaign } from '../../../src/app/send-job/index.ts';
import { saveTemplate } from '../../../src/app/template/index.ts';
import type { CampaignInput, CampaignStep } from '../../../src/domain/campaign/index.ts';
import type { Look } from '../../../src/domain/experiment/index.ts';
import { ACTOR, unwrap, type createMemoryApp } from './memory-app.ts';

type App = ReturnType<typeof createMemoryApp>;

/** After four hours, at who opened, on a fifth of the audience. */
export const LOOK: Look = { metric: 'OPENED', afterMinutes: 240, testPercent: 20, ifNoWinner: 'HOLD' };

/** Saves a push campaign of two treatments, A and B by halves, with a look at them. */
export async function saveWithLook(
  { deps }: App,
  look: Partial<Look> = {},
  { later = [], ...limits }: Partial<CampaignInput> & { readonly later?: readonly CampaignStep[] } = {},
) {
  const templateOf = async (title: string) => {
    const content = { channel: 'PUSH', title, body: '{{User.UserId}} 님' } as const;
    const named = { actor: ACTOR, name: title, messageClass: 'TRANSACTIONAL', content } as const;
    return unwrap(await saveTemplate(deps, named)).template.id;
  };
  const [a, b] = [await templateOf('A'), await templateOf('B')];
  const definition = { include: 'ALL', groups: [] };
  const { segment } = unwrap(await saveSegment(deps, { actor: ACTOR, name: '모두', definition }));
  const input = {
    name: '겨울',
    segmentId: segment.id,
    messageClass: 'TRANSACTIONAL',
    steps: [{ channel: 'PUSH', templateId: a }, ...later.map((step) => ({ ...step, templateId: a }))],
    treatments: [
      { name: 'A', sharePercent: 50 },
      { name: 'B', sharePercent: 50, templates: [{ stepIndex: 0, templateId: b }] },
    ],
    look: { ...LOOK, ...look },
    ...limits,
  } as const;
  return saveCampaign(deps, { actor: ACTOR, input });
}

/** The same, planned. */
export async function planWithLook(app: App, ...fields: [Partial<Look>?, Partial<CampaignInput>?]) {
  const { campaign } = unwrap(await saveWithLook(app, ...fields));
  const { job } = unwrap(await planCampaign(app.deps, { actor: ACTOR, campaignId: campaign.id }));
  await app.work();
  return { campaign, jobId: job.id };
}
