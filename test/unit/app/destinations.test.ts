import { describe, expect, it } from 'vitest';
import { saveCampaign } from '../../../src/app/campaign/index.ts';
import { explainRecipient, listRecipients, reviewPlan } from '../../../src/app/recipients/index.ts';
import { launchJob, planCampaign } from '../../../src/app/send-job/index.ts';
import { saveSegment } from '../../../src/app/segment/index.ts';
import { changeDeliverySettings, changePrices } from '../../../src/app/settings/index.ts';
import { previewTemplate, saveTemplate } from '../../../src/app/template/index.ts';
import type { CampaignStep } from '../../../src/domain/campaign/index.ts';
import type { MessageClass } from '../../../src/domain/consent/index.ts';
import type { PriceRow } from '../../../src/domain/cost/index.ts';
import { newCustomer, type Customer } from '../../../src/domain/customer/index.ts';
import type { DestinationInput } from '../../../src/domain/destination/index.ts';
import type { CustomContent, SmsContent } from '../../../src/domain/template/index.ts';
import { anEndpoint } from '../domain/people.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

type Words = Omit<CustomContent, 'channel'> | SmsContent;
type Step = Partial<CampaignStep> & { readonly words: Words };

function functionOf(name: string): string {
  return `arn:aws:lambda:ap-northeast-2:123456789012:function:bonghwa-destination-${name}`;
}

const RESELLER: DestinationInput = { name: 'reseller', kind: 'DOMESTIC_SMS', functionArn: functionOf('reseller') };
const KAKAO: DestinationInput = { name: 'kakao', kind: 'ALIMTALK', functionArn: functionOf('kakao') };

function won(item: string, price: number): PriceRow {
  return { item, currency: 'KRW', micros: price * 1_000_000, per: 1, freeUnits: 0, validFrom: 0, source: '계약' };
}
const PRICES = [won('custom:reseller:SMS', 12), won('custom:reseller:LMS', 39), won('custom:kakao', 10)];

function person(index: number, name: string): Customer {
  const address = `+8210${String(index).padStart(8, '0')}`;
  const endpoint = anEndpoint({ id: `sms-${index}`, channelType: 'SMS', address });
  const ad = { state: 'GRANTED', at: Date.UTC(2026, 10, 1), source: 'form' } as const;
  const consent = { SMS: { ad }, CUSTOM: { ad } };
  return { ...newCustomer(`c${index}`), attributes: { Name: [name] }, endpoints: [endpoint], consent };
}

async function createApp(customers: readonly Customer[], destinations: readonly DestinationInput[] = [RESELLER]) {
  const app = createMemoryApp(customers);
  unwrap(await changePrices(app.deps, { actor: ACTOR, change: { prices: PRICES } }));
  unwrap(await changeDeliverySettings(app.deps, { actor: ACTOR, change: { destinations } }));
  return app;
}
type App = Awaited<ReturnType<typeof createApp>>;

function classOf(words: Words): MessageClass {
  return [words.body, 'subject' in words ? (words.subject ?? '') : ''].some((text) => text.startsWith('(광고)'))
    ? 'AD'
    : 'TRANSACTIONAL';
}

async function templateOf(app: App, words: Words): Promise<string> {
  const content = 'channel' in words ? words : ({ channel: 'CUSTOM', ...words } as const);
  const saved = await saveTemplate(app.deps, { actor: ACTOR, name: '글', messageClass: classOf(words), content });
  return unwrap(saved).template.id;
}

async function save(app: App, steps: readonly Step[], limits: { readonly budgetKrw?: number } = {}) {
  const definition = { include: 'ALL', groups: [] };
  const { segment } = unwrap(await saveSegment(app.deps, { actor: ACTOR, name: '모두', definition }));
  const made: CampaignStep[] = [];
  for (const { words, ...step } of steps) {
    const usual =
      'channel' in words ? { channel: words.channel } : { channel: 'CUSTOM' as const, destination: 'reseller' };
    made.push({ ...usual, ...step, templateId: await templateOf(app, words) });
  }
  const messageClass = steps.some(({ words }) => classOf(words) === 'AD') ? 'AD' : 'TRANSACTIONAL';
  const input = { name: '겨울', segmentId: segment.id, messageClass, steps: made, ...limits } as const;
  return saveCampaign(app.deps, { actor: ACTOR, input });
}

async function plan(app: App, steps: readonly Step[], limits: { readonly budgetKrw?: number } = {}) {
  const { campaign } = unwrap(await save(app, steps, limits));
  const { job } = unwrap(await planCampaign(app.deps, { actor: ACTOR, campaignId: campaign.id }));
  await app.work();
  return job.id;
}

async function costOfPlan(app: App, step: Step): Promise<number | null> {
  const jobId = await plan(app, [step]);
  return unwrap(await reviewPlan(app.deps, { jobId })).costKrw;
}

function message(refused: Awaited<ReturnType<typeof save>>): string {
  return refused.ok ? '' : `${refused.error.code} ${refused.error.message}`;
}

const AD =
  '(광고)봉화마트 {{User.UserAttributes.Name}}님 오늘까지 70% 세일! bhm.kr/w 문의 02-123-4567 무료거부 080-123-4567';

describe('the price of a message', () => {
  const crowd = Array.from({ length: 1_000 }, (_, index) => person(index, index < 700 ? '김하나' : '남궁하나'));

  it('C25 is that of the rendered words: 700 SMS and 300 LMS by a reseller of 90 bytes', async () => {
    const app = await createApp(crowd);
    expect(await costOfPlan(app, { words: { body: AD } })).toBe(20_100);
  });

  it('C25 is that of 1,000 LMS by a reseller of 80 bytes, and of 1,000 single parts by AWS', async () => {
    const messages = [
      { kind: 'SMS', most: 80 },
      { kind: 'LMS', most: 2_000, mostOfSubject: 40 },
    ];
    const older = await createApp(crowd, [{ ...RESELLER, messages }]);
    expect(await costOfPlan(older, { words: { body: AD } })).toBe(39_000);
    const aws = await createApp(crowd);
    unwrap(await changePrices(aws.deps, { actor: ACTOR, change: { prices: [...PRICES, won('sms-part', 50)] } }));
    expect(await costOfPlan(aws, { words: { channel: 'SMS', body: AD } })).toBe(50_000);
  });

  it('C27 is claimed before it is spent: 833 of 1,000 for ₩10,000, whatever the number of shards', async () => {
    for (const shards of [1, 2, 8]) {
      const made = await createApp(crowd);
      const app = { ...made, deps: { ...made.deps, sharding: { minShards: shards, customersPerShard: 50_000 } } };
      const jobId = await plan(app, [{ words: { body: '안내' } }], { budgetKrw: 10_000 });
      const review = unwrap(await reviewPlan(app.deps, { jobId }));
      expect(review).toMatchObject({ included: 833, costKrw: 9_996, budgetKrw: 10_000 });
      expect(review.reasons).toMatchObject([{ reason: 'BUDGET_EXCEEDED', count: 167 }]);
    }
  });

  it('is unknown without a row for each kind, and a budget needs one', async () => {
    const app = await createApp([person(0, '하나')]);
    unwrap(await changePrices(app.deps, { actor: ACTOR, change: { prices: [won('custom:reseller:SMS', 12)] } }));
    expect(await costOfPlan(app, { words: { body: '안내' } })).toBeNull();
    const { campaign } = unwrap(await save(app, [{ words: { body: '안내' } }], { budgetKrw: 100 }));
    const planned = await planCampaign(app.deps, { actor: ACTOR, campaignId: campaign.id });
    expect(planned).toMatchObject({ ok: false, error: { code: 'NO_PRICE' } });
    expect(planned.ok ? '' : planned.error.message).toContain('custom:reseller:LMS');
  });
});

describe('words that a destination cannot carry', () => {
  it('C33 are refused when they are fixed, with the character named, at saving and at planning', async () => {
    const app = await createApp([]);
    for (const character of ['₩', '©', 'é', '•', '–', '😀']) {
      const refused = message(await save(app, [{ words: { body: `{{User.UserId}}님 ${character}5,000` } }]));
      expect(refused).toMatch(/^INVALID_CAMPAIGN Step 1: version 1 of template /);
      expect(refused).toContain(`destination reseller cannot carry ${character} (U+`);
    }
    expect(await save(app, [{ words: { body: '€®™…“”·～♥①℃' } }])).toMatchObject({ ok: true });
    // By AWS all of them can be sent.
    const sms = { channel: 'SMS', body: '₩5,000 ©é•–😀' } as const;
    expect(await save(app, [{ words: sms }])).toMatchObject({ ok: true });
    // The destination became stricter after the campaign was saved.
    const wide = await createApp([], [{ ...RESELLER, charset: 'CP949' }]);
    const { campaign } = unwrap(await save(wide, [{ words: { body: '똠양꿍' } }]));
    unwrap(await changeDeliverySettings(wide.deps, { actor: ACTOR, change: { destinations: [RESELLER] } }));
    const planned = await planCampaign(wide.deps, { actor: ACTOR, campaignId: campaign.id });
    expect(planned.ok ? '' : planned.error.message).toContain('cannot carry 똠 (U+B620).');
  });

  it('C33 put out whom they concern when they are personal, with a reason of its own', async () => {
    const app = await createApp([person(0, '하나'), person(1, '똠양'), person(2, '😀')]);
    const jobId = await plan(app, [{ words: { body: '{{User.UserAttributes.Name}}님 안내' } }]);
    const { items } = unwrap(await listRecipients(app.deps, { jobId, reason: 'TEXT_UNFIT' }));
    expect(items.map(({ customerId }) => customerId).sort()).toEqual(['c1', 'c2']);
    const explained = unwrap(await explainRecipient(app.deps, { jobId, customerId: 'c1' }));
    expect(explained).toMatchObject({ outcome: 'EXCLUDED', reason: 'TEXT_UNFIT' });
    expect(explained.rule).toContain('destination of the step');
  });

  it('C33 are replaced by the table of the destination, which the preview shows', async () => {
    const replacements = [
      { from: '₩', to: '￦' },
      { from: '–', to: '-' },
    ];
    const app = await createApp([person(0, '하나–둘')], [{ ...RESELLER, replacements }]);
    const words = { body: '{{User.UserAttributes.Name}}님 ₩5,000' };
    const jobId = await plan(app, [{ words }]);
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    expect(app.sender.outbox.map(({ message: sent }) => sent)).toEqual([
      { channel: 'CUSTOM', body: '하나-둘님 ￦5,000' },
    ]);
    expect(app.sender.outbox).toMatchObject([{ destination: 'reseller', billed: { units: 1, kind: 'SMS' } }]);
    const source = { messageClass: 'TRANSACTIONAL', content: { channel: 'CUSTOM', ...words } } as const;
    const preview = unwrap(await previewTemplate(app.deps, { source, customerId: 'c0', destination: 'reseller' }));
    expect(preview).toMatchObject({
      message: { body: '하나-둘님 ￦5,000' },
      fitted: { kind: 'SMS', length: 17, replaced: [replacements[1], replacements[0]] },
      endpointId: 'sms-0',
    });
    const unfit = { ...source, content: { channel: 'CUSTOM', body: '😀' } } as const;
    expect(await previewTemplate(app.deps, { source: unfit, destination: 'reseller' })).toMatchObject({
      ok: false,
      error: { code: 'TEXT_UNFIT' },
    });
    expect(await previewTemplate(app.deps, { source, destination: 'nobody' })).toMatchObject({
      ok: false,
      error: { code: 'NOT_FOUND' },
    });
  });

  it('C33 of somebody who changed their name after the plan are not sent, nor cut', async () => {
    const app = await createApp([person(0, '하나')]);
    const jobId = await plan(app, [{ words: { body: '{{User.UserAttributes.Name}}님 안내' } }]);
    await app.store.put({ ...person(0, '뷁'), id: 'c0' }, 1);
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    expect(app.sender.outbox).toEqual([]);
    const { items } = unwrap(await listRecipients(app.deps, { jobId, outcome: 'INCLUDED' }));
    expect(items).toMatchObject([{ customerId: 'c0', status: 'FAILED', code: 'TEXT_UNFIT' }]);
  });

  it('C34 are refused when a fixed subject is too long, and judged for each recipient when it has a name', async () => {
    const app = await createApp([person(0, '하나'), person(1, '황보하나둘셋넷')]);
    const body = '봉화백화점 02-123-4567 무료수신거부 080-123-4567';
    const refused = message(
      await save(app, [{ words: { body, subject: '(광고) 봉화백화점 겨울 세일 최대 70% 할인' } }]),
    );
    expect(refused).toContain('the subject takes 41 bytes, and destination reseller takes at most 40.');
    const shorter = '(광고) 봉화백화점 겨울세일 최대 70% 할인';
    expect(await save(app, [{ words: { body, subject: shorter } }])).toMatchObject({ ok: true });
    const subject = '{{User.UserAttributes.Name}}님 겨울 세일 최대 70%';
    const jobId = await plan(app, [{ words: { body, subject: `(광고) ${subject}` } }]);
    const { items } = unwrap(await listRecipients(app.deps, { jobId, reason: 'TEXT_UNFIT' }));
    expect(items).toMatchObject([{ customerId: 'c1' }]);
    const review = unwrap(await reviewPlan(app.deps, { jobId }));
    expect(review).toMatchObject({ included: 1, costKrw: 39 });
  });

  it('are refused when the fixed part alone is longer than the longest message', async () => {
    const app = await createApp([]);
    const refused = message(await save(app, [{ words: { body: `{{User.UserId}} ${'가'.repeat(1_000)}` } }]));
    expect(refused).toContain('the text takes 2001 bytes, and destination reseller takes at most 2000.');
  });
});

describe('a step of a campaign', () => {
  const words = { body: '안내' };

  it('names a destination that there is, and only when it is CUSTOM', async () => {
    const app = await createApp([]);
    expect(message(await save(app, [{ words, destination: 'nobody' }]))).toBe(
      'INVALID_CAMPAIGN steps[0].destination: there is no destination "nobody". There are reseller; ' +
        'saveDeliverySettings adds others.',
    );
    const sms = { channel: 'SMS', body: '안내' } as const;
    expect(message(await save(app, [{ words: sms, destination: 'reseller' }]))).toContain('only a CUSTOM step');
    const { campaign } = unwrap(await save(app, [{ words }]));
    unwrap(await changeDeliverySettings(app.deps, { actor: ACTOR, change: { destinations: [] } }));
    expect(await planCampaign(app.deps, { actor: ACTOR, campaignId: campaign.id })).toMatchObject({
      ok: false,
      error: { code: 'INVALID_CAMPAIGN' },
    });
  });

  it('C17 for those not reached is refused after a destination that falls back by itself', async () => {
    const later = { words, waitMinutes: 80 * 60, goesOn: ['NOT_DELIVERED'] } as const;
    const own = await createApp([], [{ ...KAKAO, fallback: 'PROVIDER' }, RESELLER]);
    const refused = message(await save(own, [{ words, destination: 'kakao' }, later]));
    // Where steps cannot wait yet, that is why.
    expect(refused).toMatch(/sends something else by itself|UNSUPPORTED_WAIT/);
  });

  it('C12 goes on to the next one while its destination takes no messages', async () => {
    const app = await createApp(
      [person(0, '하나')],
      [{ name: 'kakao', kind: 'BRAND_MESSAGE', functionArn: functionOf('kakao') }, RESELLER],
    );
    // The clock of the test stands at noon in Seoul.
    app.clock.advance((8 * 60 + 55) * 60_000);
    const jobId = await plan(app, [{ words, destination: 'kakao' }, { words }]);
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    expect(app.sender.outbox).toMatchObject([{ destination: 'reseller' }]);
    const early = await createApp(
      [person(0, '하나')],
      [{ name: 'kakao', kind: 'BRAND_MESSAGE', functionArn: functionOf('kakao') }],
    );
    early.clock.advance((8 * 60 + 49) * 60_000);
    const only = await plan(early, [{ words, destination: 'kakao' }]);
    // Planned in its hours and launched after them: it is not sent, and the provider refuses nobody.
    early.clock.advance(60_000);
    unwrap(await launchJob(early.deps, { actor: ACTOR, jobId: only }));
    await early.work();
    expect(early.sender.outbox).toEqual([]);
    const explained = unwrap(await explainRecipient(early.deps, { jobId: only, customerId: 'c0' }));
    expect(explained).toMatchObject({ status: 'SKIPPED', code: 'QUIET_TIME' });
  });
});
