import { describe, expect, it } from 'vitest';
import { saveCampaign } from '../../../src/app/campaign/index.ts';
import { estimateSegment, saveSegment } from '../../../src/app/segment/index.ts';
import { planCampaign } from '../../../src/app/send-job/index.ts';
import { previewTemplate, publishTemplateVersion, saveTemplate } from '../../../src/app/template/index.ts';
import { createAudience } from '../../simulation/audience.ts';
import { aCustomer, anEndpoint } from '../domain/people.ts';
import { importedId } from '../../../src/domain/imported-id.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const EVERYONE = { include: 'ALL', groups: [] };
const SEOUL = {
  include: 'ALL',
  groups: [{ dimensions: [{ userAttributes: { City: { type: 'INCLUSIVE', values: ['서울'] } } }] }],
};

const byPath = (a: { path?: unknown }, b: { path?: unknown }): number => (String(a.path) < String(b.path) ? -1 : 1);

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

  it('M16 are updated when they are imported again, and make no new version when nothing has changed', async () => {
    const { deps } = createLibrary();
    const imported = async (body: string, name = '안내') =>
      unwrap(
        await saveTemplate(deps, {
          actor: ACTOR,
          importKey: 'pinpoint/template/SMS 안내',
          name,
          messageClass: 'TRANSACTIONAL',
          content: { channel: 'SMS', body },
          activate: true,
        }),
      ).template;
    const first = await imported('하나');
    expect(await imported('하나')).toEqual(first);
    expect(await imported('둘')).toMatchObject({ id: first.id, latestVersion: 2, activeVersion: 2 });
    expect(await imported('둘', '새 이름')).toMatchObject({ id: first.id, name: '새 이름' });
    const definition = { include: 'ALL', groups: [] };
    const segment = { actor: ACTOR, importKey: 'pinpoint/segment/s', name: '모두', definition };
    const known = unwrap(await saveSegment(deps, segment)).segment;
    expect(unwrap(await saveSegment(deps, { ...segment, name: '전부' })).segment).toMatchObject({
      id: known.id,
      name: '전부',
    });
    // An import key is an id as every other: blanks around it are no part of it, and it has 500 bytes at most.
    expect(unwrap(await saveSegment(deps, { ...segment, importKey: ` ${segment.importKey}\u200b` })).segment.id).toBe(
      known.id,
    );
    expect(known.id).toBe(importedId(`${segment.importKey} `));
    const longest = unwrap(await saveSegment(deps, { ...segment, importKey: '가'.repeat(166) }));
    expect(longest.segment.id).not.toBe(known.id);
    for (const wrong of [
      { importKey: ' ' },
      { importKey: '가'.repeat(167) },
      { importKey: 'a\u0000b' },
      { segmentId: known.id },
    ]) {
      expect(await saveSegment(deps, { ...segment, ...wrong })).toMatchObject({
        error: { code: 'INVALID_IMPORT_KEY' },
      });
    }
  });

  it('M5 previews for the endpoint that sending would choose, and says which', async () => {
    const { deps } = createLibrary();
    const email = (id: string, effectiveAt: number, plan: string, optOut: 'ALL' | 'NONE') =>
      anEndpoint({
        id,
        channelType: 'EMAIL',
        address: `${id}@example.com`,
        effectiveAt,
        optOut,
        attributes: { plan: [plan] },
      });
    const older = email('older', 1, 'free', 'ALL');
    const newer = email('newer', 2, 'pro', 'NONE');
    const customer = aCustomer({ id: 'two', endpoints: [older, newer] });
    const customers = { ...deps.customers, getMany: () => Promise.resolve(new Map([['two', customer]])) };
    const content = { channel: 'EMAIL', subject: 's', html: '{{Attributes.plan}}' } as const;
    const source = { messageClass: 'TRANSACTIONAL', content } as const;
    expect(await previewTemplate({ ...deps, customers }, { source, customerId: 'two' })).toMatchObject({
      message: { html: 'pro' },
      endpointId: 'newer',
    });
    const out = { ...customer, endpoints: [older] };
    const leaving = { ...customers, getMany: () => Promise.resolve(new Map([['two', out]])) };
    const none = await previewTemplate({ ...deps, customers: leaving }, { source, customerId: 'two' });
    expect(none).toMatchObject({ message: { html: 'free' }, reason: 'ENDPOINT_OPT_OUT' });
    expect(none).not.toHaveProperty('endpointId');
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
    const saved = unwrap(await estimateSegment(deps, { segmentId: segment.id }));
    expect(saved).toMatchObject({ scanned: 100, isExact: true });
    expect(saved.matched).toBeGreaterThan(30);
    expect(await estimateSegment(deps, { definition: SEOUL })).toEqual(saved);
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
    expect(await save(on(second), first)).toMatchObject({ error: { code: 'SEGMENT_CYCLE' } });
    const expiry = { userAttributes: { Expiry: { type: 'AFTER', values: ['2099-01-01'] } } };
    const future = { groups: [{ dimensions: [expiry] }] };
    expect(await save(future)).toMatchObject({ error: { code: 'SEGMENT_FUTURE_DATE' } });
    expect(await estimateSegment(deps, { definition: future })).toMatchObject({
      error: { code: 'SEGMENT_FUTURE_DATE' },
    });
  });

  it('refuses a condition on an imported list that is none: left out for it, everybody would be in', async () => {
    const { deps } = createLibrary();
    const save = (definition: unknown, type?: 'IMPORTED') =>
      saveSegment(deps, { actor: ACTOR, name: 's', ...(type === undefined ? { definition } : { type }) });
    const list = unwrap(await save(undefined, 'IMPORTED')).segment.id;
    const people = unwrap(await save(SEOUL)).segment.id;
    for (const place of ['groups', 'exclude']) {
      const on = (id: string) => ({
        groups: [],
        [place]: [{ dimensions: [{ importedSegments: { type: 'EXCLUSIVE', values: [list, id] } }] }],
      });
      expect(await save(on(list))).toMatchObject({ ok: true });
      for (const id of ['typo', 'constructor', people]) {
        expect(await save(on(id))).toMatchObject({ error: { code: 'INVALID_SEGMENT' } });
        expect(await estimateSegment(deps, { definition: on(id) })).toMatchObject({
          error: { code: 'INVALID_SEGMENT' },
        });
      }
    }
  });

  it('refuses sources that would not fit into a job together with the definition', async () => {
    const { deps } = createLibrary();
    const values = Array.from({ length: 50 }, (_, index) => `${index}`.padEnd(100, 'x'));
    const large = (n: number) => ({
      groups: [
        { dimensions: Array.from({ length: 18 }, (_, at) => ({ attributes: { [`a-${n}-${at}`]: { values } } })) },
      ],
    });
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      ids.push(unwrap(await saveSegment(deps, { actor: ACTOR, name: 's', definition: large(n) })).segment.id);
    }
    const on = (some: string[]) => ({ actor: ACTOR, name: 's', definition: { groups: [{ sourceSegmentIds: some }] } });
    expect(await saveSegment(deps, on(ids.slice(0, 2)))).toMatchObject({ ok: true });
    expect(await saveSegment(deps, on(ids))).toMatchObject({ error: { code: 'SEGMENT_LIMIT' } });
  });

  it('becomes a new version when its definition changes, and only then; old versions stay readable', async () => {
    const { deps } = createLibrary();
    const save = (name: string, definition: unknown, segmentId?: string) =>
      saveSegment(deps, { actor: ACTOR, name, definition, ...(segmentId === undefined ? {} : { segmentId }) });
    const { segment } = unwrap(await save('서울', SEOUL));
    expect(segment.version).toBe(1);
    expect(unwrap(await save('수도', SEOUL, segment.id)).segment).toMatchObject({ name: '수도', version: 1 });
    expect(unwrap(await save('모두', EVERYONE, segment.id)).segment.version).toBe(2);
    expect((await deps.segmentVersions.get(segment.id, 1))?.definition).toEqual(segment.definition);
    const matched = async (version: number) =>
      unwrap(await estimateSegment(deps, { segmentId: segment.id, version })).matched;
    expect(await matched(1)).toBeLessThan(await matched(2));
    expect(await estimateSegment(deps, { segmentId: segment.id, version: 3 })).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
  });

  it('gives two people who save at the same moment a version each', async () => {
    const { deps } = createLibrary();
    const { segment } = unwrap(await saveSegment(deps, { actor: ACTOR, name: 's', definition: EVERYONE }));
    const city = (name: string) => ({ groups: [{ dimensions: [{ userAttributes: { City: { values: [name] } } }] }] });
    const saved = await Promise.all(
      ['서울', '부산'].map((name) =>
        saveSegment(deps, { actor: ACTOR, segmentId: segment.id, name: 's', definition: city(name) }),
      ),
    );
    const versions = saved.map((outcome) => unwrap(outcome).segment);
    expect(new Set(versions.map(({ version }) => version)).size).toBe(2);
    for (const { id, version, definition } of versions) {
      expect((await deps.segmentVersions.get(id, version))?.definition).toEqual(definition);
    }
  });

  it('warns of names that nobody has, with the nearest one that somebody has', async () => {
    const { deps } = createLibrary();
    const definition = {
      groups: [
        {
          type: 'ANY',
          dimensions: [
            { userAttributes: { Citty: { values: ['서울'] }, City: { values: ['서울'] } } },
            { attributes: { City: { values: ['서울'] } } },
            { metrics: { Purchases: { comparison: 'EQUAL', value: 1 } } },
          ],
        },
      ],
      exclude: [{ dimensions: [{ events: [{ event: 'Purchase', attribute: { name: 'kind', values: ['a'] } }] }] }],
    };
    const expected = [
      [
        'UNKNOWN_ATTRIBUTE',
        'groups[0].dimensions[0].userAttributes.Citty',
        /user attribute "Citty"\. .*nearest .*"City"/,
      ],
      [
        'UNKNOWN_ATTRIBUTE',
        'groups[0].dimensions[1].attributes.City',
        /It is a known user attribute: use userAttributes/,
      ],
      ['UNKNOWN_METRIC', 'groups[0].dimensions[2].metrics.Purchases', /None of the 100 customers/],
      ['UNKNOWN_EVENT', 'exclude[0].dimensions[0].events[0].event', /event "Purchase"/],
      ['UNKNOWN_ATTRIBUTE', 'exclude[0].dimensions[0].events[0].attribute.name', /event attribute "kind"/],
    ].map(([code, path, message]) => ({ code, path, message: expect.stringMatching(message ?? '') as string }));
    const { segment } = unwrap(await saveSegment(deps, { actor: ACTOR, name: 's', definition }));
    expect([...segment.warnings].sort(byPath)).toEqual(expected.sort(byPath));
    const estimate = unwrap(await estimateSegment(deps, { definition }));
    expect([...estimate.warnings].sort(byPath)).toEqual(expected);
    const empty = createMemoryApp();
    expect(unwrap(await saveSegment(empty.deps, { actor: ACTOR, name: 's', definition })).segment.warnings).toEqual([]);
  });

  it('of the imported kind have members instead of a definition, and stay of that kind', async () => {
    const { deps } = createLibrary();
    const { segment } = unwrap(await saveSegment(deps, { actor: ACTOR, name: '명단', type: 'IMPORTED' }));
    const stored = (await deps.customerStore.getMany(['customer-0'])).get('customer-0');
    if (stored === undefined) throw new Error('There is no customer-0.');
    await deps.customerStore.put({ ...stored.value, importedSegments: [segment.id] }, stored.revision);
    const estimate = unwrap(await estimateSegment(deps, { segmentId: segment.id }));
    expect(estimate).toMatchObject({ matched: 1, sample: ['customer-0'] });
    const others = { groups: [], exclude: [{ sourceSegmentIds: [segment.id] }] };
    const { matched } = unwrap(await estimateSegment(deps, { definition: others }));
    expect(matched).toBe(unwrap(await estimateSegment(deps, { definition: EVERYONE })).matched - 1);
    const change = { actor: ACTOR, segmentId: segment.id, name: '명단' };
    expect(unwrap(await saveSegment(deps, change)).segment).toMatchObject({ type: 'IMPORTED', version: 1 });
    for (const refused of [{ definition: EVERYONE }, { type: 'DYNAMIC' as const, definition: EVERYONE }]) {
      expect(await saveSegment(deps, { ...change, ...refused })).toMatchObject({ error: { code: 'INVALID_SEGMENT' } });
    }
  });
});

describe('campaigns', () => {
  it('are planned with the version their segment has then, and the job keeps saying which', async () => {
    const { deps, save } = createLibrary();
    const { template } = unwrap(await save('x'));
    const saveAs = (definition: unknown, segmentId?: string) =>
      saveSegment(deps, { actor: ACTOR, name: 's', definition, ...(segmentId === undefined ? {} : { segmentId }) });
    const { id: segmentId } = unwrap(await saveAs(EVERYONE)).segment;
    unwrap(await saveAs(SEOUL, segmentId));
    const input = {
      name: 'c',
      segmentId,
      messageClass: 'TRANSACTIONAL',
      steps: [{ channel: 'PUSH', templateId: template.id }],
    } as const;
    const { campaign } = unwrap(await saveCampaign(deps, { actor: ACTOR, input }));
    const { job } = unwrap(await planCampaign(deps, { actor: ACTOR, campaignId: campaign.id }));
    unwrap(await saveAs(EVERYONE, segmentId));
    expect(await deps.jobs.get(job.id)).toMatchObject({ segmentId, segmentVersion: 2 });
    const spec = await deps.jobs.getSpec(job.id);
    expect(spec).toMatchObject({
      audience: { definition: (await deps.segmentVersions.get(segmentId, 2))?.definition },
    });
  });

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
