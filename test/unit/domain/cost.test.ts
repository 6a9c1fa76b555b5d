import { describe, expect, it } from 'vitest';
import {
  billingMonthOf,
  checkPriceList,
  costOf,
  costOfUses,
  decimalOf,
  destinationPriceOf,
  exact,
  messageCost,
  ownBillOf,
  OWN_USE_SOURCE,
  pinpointWouldHaveCharged,
  plus,
  roundUp,
  smsParts,
  times,
  unitPriceOf,
  withPublished,
  type PriceRow,
  type Use,
} from '../../../src/domain/cost/index.ts';

describe('SMS parts', () => {
  it.each([
    ['', 'GSM', 0, 0],
    ['a'.repeat(160), 'GSM', 160, 1],
    ['a'.repeat(161), 'GSM', 161, 2],
    ['a'.repeat(306), 'GSM', 306, 2],
    ['a'.repeat(307), 'GSM', 307, 3],
    ['€'.repeat(80), 'GSM', 160, 1],
    // 76 two-place characters fill 152 of 153: the next must not be cut in two.
    ['€'.repeat(153), 'GSM', 306, 3],
    ['가'.repeat(70), 'UCS2', 70, 1],
    ['가'.repeat(71), 'UCS2', 71, 2],
    ['가'.repeat(134), 'UCS2', 134, 2],
    ['가'.repeat(135), 'UCS2', 135, 3],
    ['😀'.repeat(35), 'UCS2', 70, 1],
    ['😀'.repeat(67), 'UCS2', 134, 3],
    ['a'.repeat(69) + '`', 'UCS2', 70, 1],
  ])('of %s are counted in %s: %i units, %i parts', (text, encoding, units, parts) => {
    expect(smsParts(text)).toEqual({ encoding, units, parts });
  });
});

const FROM = Date.UTC(2026, 0, 1);
const push: PriceRow = {
  item: 'push',
  currency: 'USD',
  micros: 1_000_000,
  per: 1_000_000,
  freeUnits: 1_000_000,
  validFrom: FROM,
  source: 's',
};
const email: PriceRow = { ...push, item: 'email', micros: 100_000, per: 1000, freeUnits: 0 };
const rates = [{ from: 'USD', to: 'KRW', micros: 1_172_590_000, validFrom: 0, source: 'document' }];
const krw = { currency: 'KRW', rates };
const usd = { currency: 'USD', rates };
const AT = Date.UTC(2026, 9, 1);

function shown(answer: ReturnType<typeof ownBillOf>, places?: number): string {
  return answer.ok ? decimalOf(answer.cost.amount, places) : answer.error.code;
}

/** By the document's calculator: what so many units cost when others have used up what is free. */
function priced(item: string, units: number, unitsBefore = 0, places?: number): string {
  return shown(
    costOf([{ item, units, unitsBefore }], withPublished({ prices: [], rates: [] }).prices, AT, krw),
    places,
  );
}

describe('the figures of the source document', () => {
  it('are those of its e-mail and push prices', () => {
    expect(priced('email', 10, 0, 1)).toBe('1.2');
    expect(priced('push', 1_000_000)).toBe('0');
    expect(priced('push', 1_000, 1_000_000, 1)).toBe('1.2');
    expect(priced('push', 1_001_000)).toBe('1.17259');
  });

  it('are those of what Pinpoint charged for the audience of a month', () => {
    const audience = (targetedEndpoints: number, places = 0) =>
      shown(pinpointWouldHaveCharged({ targetedEndpoints }, AT, krw), places);
    expect(audience(5_000)).toBe('0');
    expect(audience(5_001, 2)).toBe('1.41');
    expect(audience(6_400_000)).toBe('8998456');
    expect(audience(400_000)).toBe('555808');
    // Which are ₩8,998,455.66 and ₩555,807.66: they were rounded once, when they were shown.
    expect(audience(6_400_000, 2)).toBe('8998455.66');
    expect(audience(400_000, 2)).toBe('555807.66');
  });

  it('are those of its events', () => {
    expect(shown(pinpointWouldHaveCharged({ events: 100_000_000 }, AT, krw))).toBe('0');
    expect(shown(pinpointWouldHaveCharged({ events: 100_000_001 }, AT, krw), 4)).toBe('0.0012');
  });

  it('add up for a month, each with its line', () => {
    const month = { targetedEndpoints: 400_000, events: 100_000_001, push: 1_000_001, email: 10 };
    const answer = pinpointWouldHaveCharged(month, AT, usd);
    expect(shown(answer)).toBe('474.001002');
    expect(answer.ok && answer.cost.lines.map(({ item, amount }) => [item, decimalOf(amount)])).toEqual([
      ['pinpoint-mta', '474'],
      ['pinpoint-event', '0.000001'],
      ['pinpoint-push', '0.000001'],
      ['pinpoint-email', '0.001'],
    ]);
  });
});

describe('cost', () => {
  it("agrees with the source document's arithmetic for 6.4 million", () => {
    expect(shown(costOf([{ item: 'push', units: 6_400_000 }], [push], AT, usd))).toBe('5.4');
    expect(shown(costOf([{ item: 'email', units: 6_400_000 }], [email], AT, krw))).toBe('750457.6');
  });

  it('takes the row in force and what is left free', () => {
    const dearer = { ...push, micros: 3_000_000, validFrom: FROM + 10 };
    const count = { item: 'push', units: 1, unitsBefore: 1_000_000 };
    expect(shown(costOf([count], [dearer, push], FROM + 9, krw))).toBe('0.00117259');
    expect(shown(costOf([count], [dearer, push], FROM + 10, usd))).toBe('0.000003');
    expect(shown(costOf([{ ...count, unitsBefore: 5 }], [push], FROM, krw))).toBe('0');
  });

  it('is never guessed without a price or a rate', () => {
    expect(costOf([{ item: 'fax', units: 1 }], [push], FROM, krw)).toMatchObject({
      ok: false,
      error: { code: 'NO_PRICE', message: 'There is no price for fax on 2026-01-01. Add a price row.' },
    });
    expect(shown(costOf([{ item: 'push', units: 1 }], [push], FROM - 1, krw))).toBe('NO_PRICE');
    expect(shown(costOf([{ item: 'push', units: 1 }], [push], FROM, { currency: 'EUR', rates }))).toBe(
      'NO_EXCHANGE_RATE',
    );
    // Of several items one that is unknown makes the sum unknown.
    const uses: Use[] = [
      { item: 'push', units: 1, at: AT },
      { item: 'custom', units: 1, at: AT },
    ];
    expect(shown(costOfUses(uses, [push], krw))).toBe('NO_PRICE');
  });

  it('changes from tier to tier of a month', () => {
    const tiers = [
      { above: 10, micros: 3_000_000 },
      { above: 20, micros: 2_000_000 },
    ];
    const row = { ...push, currency: 'KRW', micros: 5_000_000, per: 1, freeUnits: 4, tiers };
    const of = (units: number, unitsBefore = 0) =>
      shown(costOf([{ item: 'push', units, unitsBefore }], [row], AT, krw));
    expect([of(4), of(10), of(20), of(25)]).toEqual(['0', '30', '60', '70']);
    expect([of(4, 8), of(2, 19), of(0, 30)]).toEqual(['16', '5', '0']);
  });

  it('C26 counts the free units of a month by the calendar of whoever bills', () => {
    const uses: Use[] = [
      { item: 'push', units: 50_000, at: Date.UTC(2026, 11, 1, 0, 10) },
      { item: 'push', units: 150_000, at: Date.UTC(2026, 10, 30, 23, 40) },
    ];
    const before = (item: string, month: string) => (item === 'push' && month === '2026-11' ? 900_000 : 0);
    expect(shown(costOfUses(uses, [push], usd, before))).toBe('0.05');
    expect(shown(costOfUses(uses, [push], krw, before))).toBe('58.6295');
    const answer = costOfUses(uses, [push], krw, before);
    expect(answer.ok && answer.cost.lines.map(({ month, units, amount }) => [month, units, decimalOf(amount)])).toEqual(
      [
        ['2026-11', 150_000, '0.05'],
        ['2026-12', 50_000, '0'],
      ],
    );
    // In Seoul all of it is December: a reseller with a free quota would bill by that.
    const reseller = { ...push, monthZone: 'Asia/Seoul' };
    expect(shown(costOfUses(uses, [reseller], usd, before))).toBe('0');
    expect(billingMonthOf(Date.UTC(2026, 10, 30, 15), 'Asia/Seoul')).toBe('2026-12');
    expect(billingMonthOf(Date.UTC(2026, 10, 30, 15) - 1, 'Asia/Seoul')).toBe('2026-11');
  });

  it('pays back what fails within the time that a price row says', () => {
    const lms = { ...email, item: 'custom:reseller:LMS', currency: 'KRW', micros: 39_000_000, per: 1, refundHours: 49 };
    const hours = (count: number) => AT + count * 3_600_000;
    const use = {
      item: 'custom:reseller:LMS',
      units: 100,
      at: AT,
      failed: [
        { units: 10, at: hours(2) },
        { units: 5, at: hours(49) },
        { units: 3, at: hours(50) },
      ],
    };
    expect(shown(costOfUses([use], [lms], krw))).toBe(String(85 * 39));
    const { refundHours: _hours, ...unforgiving } = lms;
    expect(shown(costOfUses([use], [unforgiving], krw))).toBe(String(100 * 39));
  });

  it('of a unit is its dearest tier, rounded up: what is planned must not cost more than was said', () => {
    const list = { prices: [{ ...push, tiers: [{ above: 2_000_000, micros: 2_000_000 }] }], rates };
    expect(unitPriceOf('PUSH', list, AT)).toEqual({ ok: true, price: { krwMicros: 2_346 } });
    expect(unitPriceOf('PUSH', { prices: [push], rates }, AT)).toEqual({ ok: true, price: { krwMicros: 1_173 } });
  });

  it('of a destination is that of the kind of message, else of all its messages', () => {
    const won = (item: string, price: number): PriceRow => ({
      ...email,
      item,
      currency: 'KRW',
      micros: price * 1_000_000,
      per: 1,
    });
    const kinds = ['SMS', 'LMS'];
    const list = {
      prices: [won('custom:reseller', 12), won('custom:reseller:LMS', 39), won('custom:other', 1)],
      rates,
    };
    const answer = destinationPriceOf('reseller', kinds, list, AT);
    expect(answer).toEqual({
      ok: true,
      price: { krwMicros: 39_000_000, byKind: { SMS: 12_000_000, LMS: 39_000_000 } },
    });
    if (!answer.ok) throw new Error('There is a price.');
    expect(messageCost(answer.price, '+821000000000', { units: 1, kind: 'SMS' })).toBe(12_000_000);
    const missing = destinationPriceOf('reseller', kinds, { prices: [won('custom:reseller:SMS', 12)], rates }, AT);
    expect(missing).toMatchObject({ ok: false, error: { code: 'NO_PRICE' } });
    expect(missing.ok ? '' : missing.error.message).toBe(
      'There is no price for custom:reseller:LMS on 2026-10-01. Add one, or one for custom:reseller.',
    );
  });

  it.each<[string, Partial<PriceRow>, string]>([
    ['a zone nobody knows', { monthZone: 'Asia/Seul' }, 'prices[0].monthZone'],
    ['an offset for a zone', { monthZone: '+09:00' }, 'prices[0].monthZone'],
    ['tiers that fall', { tiers: [{ above: 5, micros: 1 }] }, 'prices[0].tiers[0].above'],
    ['a tier without a price', { tiers: [{ above: 2_000_000, micros: -1 }] }, 'prices[0].tiers[0].micros'],
    ['a refund that takes years', { refundHours: 90_000 }, 'prices[0].refundHours'],
    ['a destination in capitals', { item: 'custom:Reseller' }, 'prices[0].item'],
  ])('rows with %s are refused', (_name, change, where) => {
    const refused = checkPriceList({ prices: [{ ...push, ...change }], rates: [] });
    expect(refused?.error.message).toContain(where);
  });
});

describe('our own bill', () => {
  it('is what a million recipients use, by dated prices', () => {
    const bill = ownBillOf(1_000_000, AT, usd);
    if (!bill.ok) throw new Error(bill.error.message);
    const lines = bill.cost.lines.map(({ item, amount }) => [item, decimalOf(amount, 4)]);
    expect(Object.fromEntries(lines)).toEqual({
      'dynamodb-write': '0.0938',
      'dynamodb-read': '0.2980',
      'sqs-request': '0.0080',
      'lambda-gb-second': '0.0288',
      'appsync-publish': '0.0040',
    });
    expect(decimalOf(bill.cost.amount, 2)).toBe('0.43');
    expect(OWN_USE_SOURCE).toContain('bench:delivery');
  });

  it('grows with the recipients, and is unknown before the prices began', () => {
    expect(shown(ownBillOf(0, AT, usd))).toBe('0');
    expect(ownBillOf(1, Date.UTC(2020, 0, 1), usd)).toMatchObject({ ok: false, error: { code: 'NO_PRICE' } });
    expect(ownBillOf(-1, AT, usd)).toMatchObject({ ok: false, error: { code: 'INVALID_COUNT' } });
  });
});

describe('exact amounts', () => {
  it('do not drift', () => {
    const tenth = exact(1n, 10n);
    expect(plus(plus(tenth, tenth), tenth)).toEqual(exact(3n, 10n));
    expect(times(exact(12n, 10_000n), exact(117_259n, 100n))).toEqual(exact(1_407_108n, 1_000_000n));
    expect([roundUp(exact(7n, 2n)), roundUp(exact(8n, 2n)), roundUp(exact(0n))]).toEqual([4n, 4n, 0n]);
    expect(() => exact(1n, 0n)).toThrow(RangeError);
  });

  it.each([
    [exact(586_295n, 10_000n), undefined, '58.6295'],
    [exact(1n, 3n), undefined, '0.33333333333333333333'],
    [exact(1n, 3n), 2, '0.33'],
    [exact(1n, 2n), 0, '1'],
    [exact(2_345n, 1_000n), 2, '2.35'],
    [exact(5n), 2, '5.00'],
    [exact(5n), undefined, '5'],
  ])('%# are shown as decimals', (amount, places, text) => {
    expect(decimalOf(amount, places)).toBe(text);
  });
});
