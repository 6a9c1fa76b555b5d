import { describe, expect, it } from 'vitest';
import { saveCampaign } from '../../../src/app/campaign/index.ts';
import { recordReceipts, type Outgoing, type SendResult } from '../../../src/app/delivery/index.ts';
import { actualCost } from '../../../src/app/recipients/index.ts';
import { launchJob, planCampaign, resolveInDoubt, retryFailed } from '../../../src/app/send-job/index.ts';
import { saveSegment } from '../../../src/app/segment/index.ts';
import { changeDeliverySettings, changePrices } from '../../../src/app/settings/index.ts';
import { saveTemplate } from '../../../src/app/template/index.ts';
import type { PriceRow } from '../../../src/domain/cost/index.ts';
import { newCustomer, type Customer } from '../../../src/domain/customer/index.ts';
import type { TemplateContent } from '../../../src/domain/template/index.ts';
import { anEndpoint } from '../domain/people.ts';
import { ACCEPTED, ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

function won(item: string, price: number, more: Partial<PriceRow> = {}): PriceRow {
  const row = { item, currency: 'KRW', micros: price * 1_000_000, per: 1, freeUnits: 0, validFrom: 0, source: '계약' };
  return { ...row, ...more };
}

const REFUNDED = { refundHours: 49, monthZone: 'Asia/Seoul' } as const;
const PRICES = [
  won('custom:kakao:ALIMTALK', 10, REFUNDED),
  won('custom:reseller:SMS', 12, REFUNDED),
  won('custom:reseller:LMS', 39),
];
const ARN = 'arn:aws:lambda:ap-northeast-2:123456789012:function:bonghwa-destination-reseller';
const DESTINATIONS = [
  { name: 'kakao', kind: 'ALIMTALK', functionArn: ARN },
  { name: 'reseller', kind: 'DOMESTIC_SMS', functionArn: ARN },
] as const;

function people(count: number, from = 0): Customer[] {
  return Array.from({ length: count }, (_, offset) => {
    const index = from + offset;
    const address = `+8210${String(index).padStart(8, '0')}`;
    const endpoint = anEndpoint({ id: `sms-${index}`, channelType: 'SMS', address });
    return {
      ...newCustomer(`c${index}`),
      attributes: { Note: [index % 2 === 0 ? '' : '가'.repeat(45)] },
      endpoints: [endpoint],
    };
  });
}

async function send(
  customers: readonly Customer[],
  destination: string,
  decide: (message: Outgoing) => SendResult = () => ACCEPTED,
  content: TemplateContent = { channel: 'CUSTOM', body: '안내' },
) {
  const app = createMemoryApp(customers, decide);
  unwrap(await changePrices(app.deps, { actor: ACTOR, change: { prices: PRICES } }));
  unwrap(await changeDeliverySettings(app.deps, { actor: ACTOR, change: { destinations: DESTINATIONS } }));
  const jobId = await app.plan({}, {}, content, destination);
  unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
  await app.work();
  return { app, jobId };
}

type Sent = Awaited<ReturnType<typeof send>>;

async function costOf({ app, jobId }: Sent) {
  const { krw, inDoubtKrw, unknownMessages } = unwrap(await actualCost(app.deps, { jobId }));
  return { krw, inDoubtKrw, unknownMessages };
}

async function report({ app }: Sent, status: 'DELIVERED' | 'FAILED', isMeant: (message: Outgoing) => boolean) {
  const refs = app.sender.outbox.filter(isMeant).map(({ ref }) => ref);
  const receipts = refs.map((ref) => ({ ref, status, at: app.clock.now(), code: 'CHANNEL/NO_KAKAO_USER' }));
  await recordReceipts(app.deps, receipts);
  return refs.length;
}

const numberIn = ({ address }: Outgoing) => Number(address.slice(5));

describe('what a job has cost', () => {
  it('is each message by its kind, and sums to price rows times messages', async () => {
    const sent = await send(people(10), 'reseller', undefined, {
      channel: 'CUSTOM',
      body: '안내 {{User.UserAttributes.Note}}',
    });
    expect(await costOf(sent)).toEqual({ krw: String(5 * 12 + 5 * 39), inDoubtKrw: '0', unknownMessages: 0 });
    const { lines } = unwrap(await actualCost(sent.app.deps, { jobId: sent.jobId }));
    expect([...lines].sort((a, b) => a.item.localeCompare(b.item))).toEqual([
      { item: 'custom:reseller:LMS', month: '2026-11', units: 5, currency: 'KRW', amount: '195' },
      { item: 'custom:reseller:SMS', month: '2026-11', units: 5, currency: 'KRW', amount: '60' },
    ]);
  });

  it('C17 gets less when failures are reported late and paid back: 70 × 10 and 30 × 39 won', async () => {
    const kakao = await send(people(100), 'kakao');
    expect(await costOf(kakao)).toMatchObject({ krw: '1000' });
    kakao.app.clock.advance(26 * 3_600_000);
    expect(await report(kakao, 'FAILED', (message) => numberIn(message) >= 70)).toBe(30);
    await report(kakao, 'DELIVERED', (message) => numberIn(message) < 70);
    expect(await costOf(kakao)).toMatchObject({ krw: '700' });
    const second = await send(people(30, 70), 'reseller', undefined, {
      channel: 'CUSTOM',
      body: '안내',
      subject: '안내',
    });
    expect(await costOf(second)).toMatchObject({ krw: '1170' });
    // An LMS row without a refund stays paid, whatever becomes of it.
    await report(second, 'FAILED', () => true);
    expect(await costOf(second)).toMatchObject({ krw: '1170' });
  });

  it('has nothing of what was refused or not sent, and what is in doubt stands beside it', async () => {
    const sent = await send(people(4), 'reseller', (message): SendResult => {
      const index = numberIn(message);
      if (index === 0) return ACCEPTED;
      if (index === 1) return { kind: 'UNKNOWN', code: 'TIMEOUT' };
      if (index === 2) return { kind: 'NOT_SENT', cause: 'REFUSED', code: 'HTTP_400' };
      return { kind: 'ANSWERED', status: 'FAILED', isRetriable: false, code: 'PERMANENT_FAILURE' };
    });
    expect(await costOf(sent)).toEqual({ krw: '12', inDoubtKrw: '12', unknownMessages: 0 });
    // A report proves that the doubtful one was sent.
    const [chunk] = await sent.app.deps.chunks.listChunks({ jobId: sent.jobId, shard: 1 }, 0, 1);
    if (chunk === undefined || !('recipients' in chunk)) throw new Error('There is a chunk.');
    const place = chunk.recipients.findIndex(({ customerId }) => customerId === 'c1');
    const ref = { jobId: sent.jobId, shard: 1, chunk: 0, place };
    await recordReceipts(sent.app.deps, [{ ref, status: 'DELIVERED', at: sent.app.clock.now() }]);
    expect(await costOf(sent)).toEqual({ krw: '24', inDoubtKrw: '0', unknownMessages: 0 });
  });

  it('has one of several calls whose answers are missing once a report proves that it arrived, and not all of them', async () => {
    const sent = await send(people(1), 'reseller', () => ({ kind: 'UNKNOWN', code: 'TIMEOUT' }));
    unwrap(await resolveInDoubt(sent.app.deps, { actor: ACTOR, jobId: sent.jobId, policy: 'RESEND' }));
    await sent.app.work();
    const { inDoubtKrw } = await costOf(sent);
    expect(Number(inDoubtKrw)).toBeGreaterThanOrEqual(24);
    const shards = Array.from({ length: (await sent.app.jobOf(sent.jobId)).shardCount }, (_, shard) => shard);
    for (const shard of shards) {
      const [chunk] = await sent.app.deps.chunks.listChunks({ jobId: sent.jobId, shard }, 0, 1);
      if (chunk === undefined) continue;
      const ref = { jobId: sent.jobId, shard, chunk: 0, place: 0 };
      await recordReceipts(sent.app.deps, [{ ref, status: 'DELIVERED', at: sent.app.clock.now() }]);
    }
    expect(await costOf(sent)).toEqual({ krw: '12', inDoubtKrw: String(Number(inDoubtKrw) - 12), unknownMessages: 0 });
  });

  it('grows with a retry by what that sends, at the price of then', async () => {
    let isBusy = true;
    const sent = await send(people(6), 'reseller', (message): SendResult =>
      isBusy && numberIn(message) >= 4
        ? { kind: 'ANSWERED', status: 'FAILED', isRetriable: true, code: 'TEMPORARY_FAILURE' }
        : ACCEPTED,
    );
    expect(await costOf(sent)).toMatchObject({ krw: '48' });
    isBusy = false;
    const dearer = won('custom:reseller:SMS', 20, { ...REFUNDED, validFrom: sent.app.clock.now() });
    unwrap(await changePrices(sent.app.deps, { actor: ACTOR, change: { prices: [...PRICES, dearer] } }));
    unwrap(await retryFailed(sent.app.deps, { actor: ACTOR, jobId: sent.jobId }));
    await sent.app.work();
    expect(await costOf(sent)).toMatchObject({ krw: String(4 * 12 + 2 * 20) });
  });

  it('is unknown when a price is missing, and of no job that there is', async () => {
    const sent = await send(people(1), 'reseller');
    unwrap(await changePrices(sent.app.deps, { actor: ACTOR, change: { prices: [] } }));
    expect(await costOf(sent)).toMatchObject({ krw: null });
    expect(await actualCost(sent.app.deps, { jobId: 'none' })).toMatchObject({
      ok: false,
      error: { code: 'NOT_FOUND' },
    });
  });

  it('of push messages keeps the fractions of a won', async () => {
    const customers = Array.from({ length: 7 }, (_, index) => ({
      ...newCustomer(`p${index}`),
      endpoints: [anEndpoint({ address: `token-${index}` })],
    }));
    const app = createMemoryApp(customers);
    const definition = { include: 'ALL', groups: [] };
    const { segment } = unwrap(await saveSegment(app.deps, { actor: ACTOR, name: '모두', definition }));
    const content = { channel: 'PUSH', title: '안내', body: '안내' } as const;
    const words = { actor: ACTOR, name: '글', messageClass: 'TRANSACTIONAL', content } as const;
    const { template } = unwrap(await saveTemplate(app.deps, words));
    const steps = [{ channel: 'PUSH', templateId: template.id }] as const;
    const input = { name: '푸시', segmentId: segment.id, messageClass: 'TRANSACTIONAL', steps } as const;
    const { campaign } = unwrap(await saveCampaign(app.deps, { actor: ACTOR, input }));
    const { job } = unwrap(await planCampaign(app.deps, { actor: ACTOR, campaignId: campaign.id }));
    await app.work();
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId: job.id }));
    await app.work();
    // Seven millionths of a dollar at 1,172.59 won.
    expect(await costOf({ app, jobId: job.id })).toMatchObject({ krw: '0.00820813' });
  });
});
