import { describe, expect, it } from 'vitest';
import { saveCampaign } from '../../../src/app/campaign/index.ts';
import { estimateSegment, saveSegment } from '../../../src/app/segment/index.ts';
import { planCampaign } from '../../../src/app/send-job/index.ts';
import { previewTemplate, publishTemplateVersion, saveTemplate } from '../../../src/app/template/index.ts';
import { createAudience } from '../../simulation/audience.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const EVERYONE = { include: 'ALL', groups: [] };
const SEOUL = {
  include: 'ALL',
  groups: [{ dimensions: [{ userAttributes: { City: { type: 'INCLUSIVE', values: ['서울'] } } }] }],
};

function createLibrary() {
  const { deps } = createMemoryApp(createAudience(100));
  const save = (body: string, templateId?: string) =>
    saveTemplate(deps, {
      actor: ACTOR,
      ...(templateId === undefined ? {} : { templateId }),
      name: '안내',
      messageClass: 'TRANSACTIONAL',
      content: { channel: 'PUSH', title: '안내', body },
    });
  return { deps, save };
}

describe('templates', () => {
  it('activates the first version, keeps later ones aside, and publishes one on command', async () => {
    const { deps, save } = createLibrary();
    const { template } = unwrap(await save('하나'));
    expect(template).toMatchObject({ activeVersion: 1, latestVersion: 1 });
    expect(unwrap(await save('둘', template.id)).template).toMatchObject({ activeVersion: 1, latestVersion: 2 });
    const publish = { actor: ACTOR, templateId: template.id };
    expect(unwrap(await publishTemplateVersion(deps, { ...publish, version: 2 })).template.activeVersion).toBe(2);
    expect(await publishTemplateVersion(deps, { ...publish, version: 3 })).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
  });

  it('gives two people who save at the same moment a version each', async () => {
    const { deps, save } = createLibrary();
    const { template } = unwrap(await save('하나'));
    const saved = await Promise.all([save('둘', template.id), save('셋', template.id)]);
    expect(new Set(saved.map((outcome) => unwrap(outcome).version.version)).size).toBe(2);
    expect((await deps.templates.get(template.id))?.value.latestVersion).toBe(
      Math.max(...saved.map((outcome) => unwrap(outcome).version.version)),
    );
  });

  it('refuses bad Handlebars, unknown variables and unknown ids', async () => {
    const { save } = createLibrary();
    expect(await save('{{#if}')).toMatchObject({ error: { code: 'INVALID_TEMPLATE' } });
    expect(await save('{{Nonsense}}')).toMatchObject({ error: { code: 'UNKNOWN_TEMPLATE_VARIABLE' } });
    expect(await save('x', 'nobody')).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  it('previews for a real customer', async () => {
    const { deps, save } = createLibrary();
    const { template } = unwrap(await save('{{User.UserAttributes.City}}'));
    const source = { templateId: template.id };
    const preview = unwrap(await previewTemplate(deps, { source, customerId: 'customer-0' }));
    expect(preview.message).toMatchObject({ body: '서울' });
    expect(preview.variables).toEqual(['User.UserAttributes.City']);
    expect(await previewTemplate(deps, { source, customerId: 'nobody' })).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
  });
});

describe('segments', () => {
  it('counts a small audience exactly, saved or not', async () => {
    const { deps } = createLibrary();
    const { segment } = unwrap(await saveSegment(deps, { actor: ACTOR, name: '서울', definition: SEOUL }));
    const saved = unwrap(await estimateSegment(deps, { source: { segmentId: segment.id } }));
    expect(saved).toMatchObject({ scanned: 100, isExact: true });
    expect(saved.matched).toBeGreaterThan(30);
    expect(await estimateSegment(deps, { source: { definition: SEOUL } })).toEqual(saved);
  });

  it('refuses a definition that is wrong, builds on nothing, or on itself', async () => {
    const { deps } = createLibrary();
    const save = (definition: unknown, segmentId?: string) =>
      saveSegment(deps, { actor: ACTOR, name: 's', definition, ...(segmentId === undefined ? {} : { segmentId }) });
    const on = (id: string) => ({ include: 'ALL', groups: [{ sourceSegmentIds: [id] }] });
    expect(await save({ include: 'SOME', groups: [] })).toMatchObject({ error: { code: 'INVALID_SEGMENT' } });
    expect(await save(on('nobody'))).toMatchObject({ error: { code: 'INVALID_SEGMENT' } });
    const first = unwrap(await save(EVERYONE)).segment.id;
    const second = unwrap(await save(on(first))).segment.id;
    expect(await save(on(second), first)).toMatchObject({ error: { code: 'INVALID_SEGMENT' } });
  });
});

describe('campaigns', () => {
  it('refuses what does not fit together, and plans nothing unknown', async () => {
    const { deps, save } = createLibrary();
    const { template } = unwrap(await save('x'));
    const { segment } = unwrap(await saveSegment(deps, { actor: ACTOR, name: 's', definition: EVERYONE }));
    const attempt = (change: Record<string, unknown>) =>
      saveCampaign(deps, {
        actor: ACTOR,
        input: {
          name: 'c',
          segmentId: segment.id,
          messageClass: 'TRANSACTIONAL',
          steps: [{ channel: 'PUSH', templateId: template.id }],
          ...change,
        },
      });
    expect((await attempt({})).ok).toBe(true);
    for (const change of [
      { segmentId: 'nobody' },
      { messageClass: 'AD' },
      { steps: [{ channel: 'SMS', templateId: template.id }] },
      { steps: [{ channel: 'PUSH', templateId: template.id, templateVersion: 9 }] },
    ]) {
      expect(await attempt(change), JSON.stringify(change)).toMatchObject({ error: { code: 'INVALID_CAMPAIGN' } });
    }
    expect(await planCampaign(deps, { actor: ACTOR, campaignId: 'nobody' })).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
  });
});
