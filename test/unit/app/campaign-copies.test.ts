import { describe, expect, it } from 'vitest';
import { duplicateCampaign, saveCampaign, whereUsed } from '../../../src/app/campaign/index.ts';
import { changeDeliverySettings } from '../../../src/app/settings/index.ts';
import { saveTemplate } from '../../../src/app/template/index.ts';
import { createAudience } from '../../simulation/audience.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';
import { createTriggered, personOf, SIGNED_UP } from './triggered-app.ts';

const HOUR = 3_600_000;

/** A campaign with a schedule, and a treatment in other words. */
async function library() {
  const app = createMemoryApp(createAudience(10));
  const { deps } = app;
  const { campaignId } = await app.jobOf(await app.plan());
  const content = { channel: 'PUSH', title: '다른 말', body: '안내' } as const;
  const { template } = unwrap(
    await saveTemplate(deps, { actor: ACTOR, name: '다른 말', messageClass: 'TRANSACTIONAL', content }),
  );
  const known = (await deps.campaigns.get(campaignId))?.value;
  if (known === undefined) throw new Error('There is no campaign.');
  const { id: _, ...input } = known;
  const { campaign } = unwrap(
    await saveCampaign(deps, {
      actor: ACTOR,
      campaignId,
      input: {
        ...input,
        caps: { total: 1 },
        holdoutPercent: 10,
        schedule: { type: 'DAILY', time: '10:00' },
        treatments: [
          { name: 'A', sharePercent: 50 },
          { name: 'B', sharePercent: 50, templates: [{ stepIndex: 0, templateId: template.id, templateVersion: 1 }] },
        ],
      },
    }),
  );
  return { deps: { ...deps, campaignPages: deps.campaigns.pages }, campaign, other: template.id };
}

describe('a duplicate of a campaign', () => {
  it('C20 is another campaign of the same words and limits, which goes out when somebody says so', async () => {
    const { deps, campaign } = await library();
    const copied = unwrap(await duplicateCampaign(deps, { actor: { id: 'jisu' }, campaignId: campaign.id })).campaign;
    const { id, name, schedule: _, scheduleSince: __, edits: ___, ...same } = campaign;
    expect(copied).toEqual({ ...same, id: copied.id, name: `${name} (copy)` });
    expect(copied.id).not.toBe(id);
    expect((await deps.campaigns.get(copied.id))?.savedBy).toBe('jisu');
    const named = { actor: ACTOR, campaignId: id, name: '봄' };
    expect(unwrap(await duplicateCampaign(deps, named)).campaign.name).toBe('봄');
    const long = unwrap(await duplicateCampaign(deps, { ...named, name: '가'.repeat(128) })).campaign.id;
    expect(unwrap(await duplicateCampaign(deps, { actor: ACTOR, campaignId: long })).campaign.name).toHaveLength(128);
    expect(await duplicateCampaign(deps, { actor: ACTOR, campaignId: 'none' })).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
  });

  it('is not opened by the event that opens the original, so that nobody gets the message twice', async () => {
    const app = await createTriggered(SIGNED_UP, [personOf('a')]);
    const { campaignId } = app;
    const copied = unwrap(await duplicateCampaign(app.deps, { actor: ACTOR, campaignId })).campaign;
    expect(copied).not.toHaveProperty('trigger');
    await app.hear(['a']);
    await app.live(2 * HOUR);
    expect(app.sentTo()).toEqual(['a']);
  });
});

describe('where something is used', () => {
  it('is told of templates by step, treatment and version, of segments, and of notices', async () => {
    const { deps, campaign, other } = await library();
    const change = {
      noticeTemplates: [{ notice: 'RESULT', channel: 'PUSH', templateId: other }],
    } as const;
    const saved = await changeDeliverySettings(deps, { actor: ACTOR, change });
    expect(saved).toMatchObject({ ok: true });
    const use = { campaignId: campaign.id, campaignName: campaign.name, isScheduled: true };
    expect(await whereUsed(deps, { templateId: other })).toMatchObject({
      campaigns: [{ ...use, where: 'Step 1, treatment "B"', version: 1 }],
      notices: ['RESULT by PUSH'],
      isCut: false,
    });
    const first = campaign.steps[0]?.templateId ?? '';
    const uses = unwrap(await whereUsed(deps, { templateId: first }));
    expect(uses.campaigns).toEqual([{ ...use, where: 'Step 1, treatment "A"' }]);
    expect(uses.effect).toContain('1 of 1 places, once the new version is published');
    expect(unwrap(await whereUsed(deps, { segmentId: campaign.segmentId })).campaigns).toEqual([
      { ...use, where: 'Segment' },
    ]);
    expect(await whereUsed(deps, { segmentId: 'none' })).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });
});
