import { describe, expect, it } from 'vitest';
import { costOf, smsParts, type PriceRow } from '../../../src/domain/cost/index.ts';

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

describe('cost', () => {
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

  it("agrees with the source document's arithmetic for 6.4 million", () => {
    const at = FROM + 1;
    const pushed = costOf([{ item: 'push', units: 6_400_000 }], [push], at, { currency: 'USD', rates });
    expect(pushed).toMatchObject({ ok: true, cost: { micros: 5_400_000n } });
    const mailed = costOf([{ item: 'email', units: 6_400_000 }], [email], at, krw);
    expect(mailed).toMatchObject({ ok: true, cost: { micros: 750_457_600_000n } });
  });

  it('takes the row in force, what is left free, and rounds up', () => {
    const dearer = { ...push, micros: 3_000_000, validFrom: FROM + 10 };
    const count = { item: 'push', units: 1, unitsBefore: 1_000_000 };
    expect(costOf([count], [dearer, push], FROM + 9, krw)).toMatchObject({
      cost: { lines: [{ micros: 1n }], micros: 1173n },
    });
    expect(costOf([count], [dearer, push], FROM + 10, krw)).toMatchObject({ cost: { lines: [{ micros: 3n }] } });
    expect(costOf([{ ...count, unitsBefore: 5 }], [push], FROM, krw)).toMatchObject({ cost: { micros: 0n } });
  });

  it('is never guessed without a price or a rate', () => {
    expect(costOf([{ item: 'fax', units: 1 }], [push], FROM, krw)).toMatchObject({
      ok: false,
      error: { code: 'NO_PRICE' },
    });
    expect(costOf([{ item: 'push', units: 1 }], [push], FROM - 1, krw)).toMatchObject({
      ok: false,
      error: { code: 'NO_PRICE' },
    });
    expect(costOf([{ item: 'push', units: 1 }], [push], FROM, { currency: 'EUR', rates })).toMatchObject({
      ok: false,
      error: { code: 'NO_EXCHANGE_RATE' },
    });
  });
});
