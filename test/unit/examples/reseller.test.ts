import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHandler } from '../../../examples/reseller/handler.ts';
import { entriesOf } from '../../../examples/reseller/report-results.ts';
import { createLambdaChannel } from '../../../src/adapters/custom-channel/index.ts';
import { parseReceipt } from '../../../src/adapters/eventbridge/index.ts';
import type { Outgoing, SendResult } from '../../../src/app/delivery/index.ts';
import { costOfUses, decimalOf, type PriceRow, type Use } from '../../../src/domain/cost/index.ts';
import { formatMessageRef, type Receipt } from '../../../src/domain/send-job/index.ts';
import { startFunction } from '../../invoked-function.ts';
import { outgoingTo, SEND_CONTEXT } from '../../outgoing.ts';
import { API_KEY, SENDER, startReseller, type Report } from '../../reseller-stand-in.ts';

type Kind = 'ALIMTALK' | 'SMS' | 'LMS';

const NOON = Date.UTC(2026, 10, 23, 3);
const ARN = 'arn:aws:lambda:ap-northeast-2:123456789012:function:bonghwa-destination-reseller';
const ACCEPTED = { kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false };

/** People 70 to 99 have no KakaoTalk. */
const WITHOUT_KAKAO = new Set(Array.from({ length: 30 }, (_, index) => domestic(70 + index)));

function domestic(index: number): string {
  return `010${String(index).padStart(8, '0')}`;
}

let reseller: Awaited<ReturnType<typeof startReseller>>;
let lambda: Awaited<ReturnType<typeof startFunction>>;
beforeEach(async () => {
  reseller = await startReseller({ withoutKakao: WITHOUT_KAKAO });
  const settings = {
    url: reseller.url,
    apiKey: API_KEY,
    senderNumber: SENDER,
    templateCode: 'order',
    timeoutMs: 2_000,
  };
  lambda = await startFunction(createHandler(settings));
});
afterEach(async () => {
  await lambda.stop();
  await reseller.stop();
});

function message(index: number, kind: Kind, body: string, subject?: string): Outgoing {
  const words = subject === undefined ? { body } : { body, subject };
  return {
    ...outgoingTo(`+82${domestic(index).slice(1)}`, 'SMS', { channel: 'CUSTOM', ...words }, index),
    destination: kind === 'ALIMTALK' ? 'kakao' : 'reseller',
    billed: { units: 1, kind },
  };
}

async function send(batch: readonly Outgoing[], isAdvertising = false): Promise<readonly SendResult[]> {
  const channel = createLambdaChannel({ functionArn: ARN, client: lambda.client });
  const results: SendResult[] = [];
  for (let from = 0; from < batch.length; from += channel.maxBatch) {
    const context = { ...SEND_CONTEXT, isAdvertising };
    results.push(...(await channel.send(batch.slice(from, from + channel.maxBatch), context)));
  }
  return results;
}

/** What the engine is told of the reseller's reports, by the event bus. */
function receiptsOf(reports: readonly Report[]): readonly Pick<Receipt, 'ref' | 'status' | 'at' | 'code'>[] {
  return entriesOf({ results: reports }).map(({ Source: source, DetailType: detailType, Detail: detail }) => {
    const time = new Date(NOON + 86_400_000).toISOString();
    const parsed = parseReceipt({ source, 'detail-type': detailType, time, detail: JSON.parse(detail) as unknown });
    if (parsed.kind !== 'RECEIPT') throw new Error(parsed.reason);
    return parsed.receipt;
  });
}

const codeOf = (result: SendResult | undefined) =>
  result === undefined || !('code' in result) ? undefined : result.code;

describe('the example of a reseller', () => {
  it('sends SMS and LMS with their subject, and reports what became of them as receipts', async () => {
    const results = await send([message(1, 'SMS', '안내'), message(2, 'LMS', '긴 안내', '제목')]);
    expect(results).toEqual([ACCEPTED, ACCEPTED]);
    expect(reseller.received).toEqual([
      { to: domestic(1), kind: 'SMS', text: '안내' },
      { to: domestic(2), kind: 'LMS', text: '긴 안내' },
    ]);
    expect(receiptsOf(reseller.takeReports())).toEqual([
      { ref: { jobId: 'job-1', shard: 2, chunk: 7, place: 1 }, status: 'DELIVERED', at: NOON + 7_200_000 },
      { ref: { jobId: 'job-1', shard: 2, chunk: 7, place: 2 }, status: 'DELIVERED', at: NOON + 7_200_000 },
    ]);
  });

  it('sends nothing twice when an answer is lost, and asks again by the same reference', async () => {
    reseller.fail('LOSE_ANSWER');
    expect(await send([message(1, 'SMS', '안내')])).toEqual([ACCEPTED]);
    expect(reseller.calls).toHaveLength(2);
    expect(reseller.received).toHaveLength(1);
    expect(await send([message(1, 'SMS', '안내')])).toEqual([ACCEPTED]);
    expect(reseller.charges).toEqual([
      { reference: formatMessageRef({ jobId: 'job-1', shard: 2, chunk: 7, place: 1 }), kind: 'SMS', won: 12 },
    ]);
  });

  it('is slower, and fails nobody, while the reseller is busy', async () => {
    reseller.fail('BUSY');
    expect(await send([message(1, 'SMS', '안내')])).toEqual([
      { kind: 'NOT_SENT', cause: 'THROTTLED', code: 'THROTTLED', isOwn: true },
    ]);
  });

  it.each<[string, Outgoing, boolean, string]>([
    ['91 bytes as SMS', message(1, 'SMS', `${'가'.repeat(45)}a`), false, 'BODY_TOO_LONG'],
    ['a character that EUC-KR lacks', message(1, 'SMS', '₩5,000'), false, 'CHARACTER_NOT_ALLOWED'],
    ['a subject of 41 bytes', message(1, 'LMS', '안내', `${'가'.repeat(20)}a`), false, 'TITLE_TOO_LONG'],
    ['an advertisement without its label', message(1, 'SMS', '세일 무료거부 080-1'), true, 'AD_LABEL_MISSING'],
    ['an advertisement that cannot be refused', message(1, 'SMS', '(광고) 세일'), true, 'AD_REFUSAL_MISSING'],
    ['알림톡 that was not reviewed', message(1, 'ALIMTALK', '안녕하세요'), false, 'TEMPLATE_MISMATCH'],
  ])('is refused by name: %s', async (_name, sent, isAd, code) => {
    const [result] = await send([sent], isAd);
    expect(result).toMatchObject({ status: 'FAILED', isRetriable: false, code: `PERMANENT_FAILURE/${code}` });
    expect(reseller.charges).toEqual([]);
  });

  it('is refused for an advertisement at night, which the stand-in of the reseller knows', async () => {
    reseller.setNow(Date.UTC(2026, 10, 23, 12, 0));
    const [result] = await send([message(1, 'SMS', '(광고) 세일 무료거부 080-1')], true);
    expect(codeOf(result)).toBe('PERMANENT_FAILURE/AD_AT_NIGHT');
  });

  it('refuses what is no Korean number, and leaves the others alone', async () => {
    const abroad = { ...message(1, 'SMS', '안내'), address: '+14155550100' };
    const [first, second] = await send([abroad, message(2, 'SMS', '안내')]);
    expect(codeOf(first)).toBe('PERMANENT_FAILURE/NOT_A_KOREAN_NUMBER');
    expect(second).toEqual(ACCEPTED);
  });
});

describe('알림톡 with a second wave of LMS', () => {
  const row = (item: string, won: number): PriceRow => ({
    item,
    currency: 'KRW',
    micros: won * 1_000_000,
    per: 1,
    freeUnits: 0,
    monthZone: 'Asia/Seoul',
    refundHours: 49,
    validFrom: 0,
    source: '계약',
  });
  const prices = [row('custom:kakao:ALIMTALK', 10), row('custom:reseller:LMS', 39)];

  it('C17 has one owner of the fallback: everybody gets one message, and a failed 알림톡 costs nothing', async () => {
    const people = Array.from({ length: 100 }, (_, index) => index);
    const kakao = people.map((index) => message(index, 'ALIMTALK', '하나님, 주문하신 상품이 출발했습니다.'));
    expect(await send(kakao)).toEqual(people.map(() => ACCEPTED));
    // As the reports come, 26 hours later at the most: until then nobody goes on.
    const failed = receiptsOf(reseller.takeReports()).filter(({ status }) => status === 'FAILED');
    expect(failed).toHaveLength(30);
    expect(new Set(failed.map(({ code }) => code))).toEqual(new Set(['CHANNEL/NO_KAKAO_USER']));
    const second = failed.map(({ ref }) => ({
      ...message(ref.place, 'LMS', '주문하신 상품이 출발했습니다.', '안내'),
      ref: { ...ref, jobId: 'job-2' },
    }));
    expect(await send(second)).toEqual(second.map(() => ACCEPTED));

    const reached = new Map<string, number>();
    for (const { to } of reseller.received) reached.set(to, (reached.get(to) ?? 0) + 1);
    expect([reached.size, Math.max(...reached.values())]).toEqual([100, 1]);
    expect(reseller.charges.reduce((sum, { won }) => sum + won, 0)).toBe(1_870);

    // What we count from our own answers and receipts is the same, once the late refunds are in.
    const uses: Use[] = [
      {
        item: 'custom:kakao:ALIMTALK',
        units: 100,
        at: NOON,
        failed: failed.map(({ at }) => ({ units: 1, at })),
      },
      { item: 'custom:reseller:LMS', units: 30, at: NOON + 7_200_000 },
    ];
    const cost = costOfUses(uses, prices, { currency: 'KRW', rates: [] });
    expect(cost.ok && decimalOf(cost.cost.amount)).toBe('1870');
    const withoutRefunds = uses.map(({ failed: _failed, ...use }) => use);
    const before = costOfUses(withoutRefunds, prices, { currency: 'KRW', rates: [] });
    expect(before.ok && decimalOf(before.cost.amount)).toBe('2170');
  });
});
