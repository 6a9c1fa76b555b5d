import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryBudgets } from '../../../src/adapters/memory/index.ts';
import {
  costOfUses,
  exact,
  fitBudget,
  smsParts,
  times,
  type PriceRow,
  type Use,
} from '../../../src/domain/cost/index.ts';
import { createDestinations, fitMessage, lengthIn, missingFrom } from '../../../src/domain/destination/index.ts';

const RUNS = { numRuns: 300 };
const NOVEMBER = Date.UTC(2026, 10, 29);
const DAY = 86_400_000;

const row: fc.Arbitrary<PriceRow> = fc
  .record({
    micros: fc.integer({ min: 0, max: 50_000_000 }),
    per: fc.constantFrom(1, 3, 1_000, 1_000_000),
    freeUnits: fc.integer({ min: 0, max: 500 }),
    monthZone: fc.constantFrom('UTC', 'Asia/Seoul', 'America/St_Johns'),
    tiers: fc.uniqueArray(fc.integer({ min: 501, max: 3_000 }), { maxLength: 3 }),
    currency: fc.constantFrom('USD', 'KRW'),
  })
  .map(({ tiers, ...rest }) => ({
    ...rest,
    item: 'custom:reseller:SMS',
    tiers: [...tiers].sort((a, b) => a - b).map((above) => ({ above, micros: above })),
    validFrom: 0,
    source: 's',
  }));

const money = {
  currency: 'KRW',
  rates: [{ from: 'USD', to: 'KRW', micros: 1_172_590_000, validFrom: 0, source: 's' }],
};

const uses: fc.Arbitrary<readonly Use[]> = fc.array(
  fc
    .record({ units: fc.integer({ min: 0, max: 900 }), at: fc.integer({ min: NOVEMBER, max: NOVEMBER + 4 * DAY }) })
    .map((use) => ({ item: 'custom:reseller:SMS', ...use })),
  { minLength: 1, maxLength: 6 },
);

function amountOf(answer: ReturnType<typeof costOfUses>) {
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.cost.amount;
}

describe('the cost of a job', () => {
  it('is the same however it is split and in whatever order its parts come', () => {
    const split = uses.chain((whole) =>
      fc.record({
        whole: fc.constant(whole),
        cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }),
        order: fc.array(fc.integer(), { minLength: 12, maxLength: 12 }),
      }),
    );
    fc.assert(
      fc.property(row, split, (price, { whole, cuts, order }) => {
        const parts = whole.flatMap((use, index) => {
          const first = Math.floor(use.units * (cuts[index] ?? 0));
          return [
            { ...use, units: first },
            { ...use, units: use.units - first },
          ];
        });
        const shuffled = parts
          .map((use, index) => ({ use, key: order[index] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ use }) => use);
        expect(amountOf(costOfUses(shuffled, [price], money))).toEqual(amountOf(costOfUses(whole, [price], money)));
      }),
      RUNS,
    );
  });

  it('is the units times the price where nothing is free, exactly', () => {
    fc.assert(
      fc.property(row, uses, (price, all) => {
        const flat = { ...price, freeUnits: 0, tiers: [], currency: 'KRW' };
        const units = all.reduce((sum, use) => sum + use.units, 0);
        const unit = exact(BigInt(flat.micros), BigInt(flat.per) * 1_000_000n);
        expect(amountOf(costOfUses(all, [flat], money))).toEqual(times(unit, exact(BigInt(units))));
      }),
      RUNS,
    );
  });
});

/** Letters of all widths: ASCII, Hangul of KS X 1001 and beyond it, signs, emoji. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'aZ 0(광고)가힣똠뷁€₩–©①★é한글漢字ㅋ~`\n', '😀', '\u200b'),
      fc.string({ unit: 'binary', maxLength: 1 }),
    ),
  )
  .map((parts) => parts.join('').normalize('NFC'))
  .filter((joined) => !/[\ud800-\udfff]/u.test(joined));

describe('the length of a text', () => {
  it('in bytes is the sum of its parts’', () => {
    fc.assert(
      fc.property(text, text, fc.constantFrom('KS_X_1001' as const, 'CP949' as const), (a, b, charset) => {
        const [ofA, ofB] = [lengthIn(charset, a), lengthIn(charset, b)];
        expect(lengthIn(charset, a + b)).toBe(ofA === null || ofB === null ? null : ofA + ofB);
        expect(missingFrom(charset, a).length === 0).toBe(ofA !== null);
      }),
      RUNS,
    );
  });

  it('in parts of AWS holds all of it, with at most one place lost in each', () => {
    fc.assert(
      fc.property(text, (body) => {
        const { units, parts, encoding } = smsParts(body);
        const [single, joined] = encoding === 'GSM' ? [160, 153] : [70, 67];
        if (parts <= 1) expect(units).toBeLessThanOrEqual(single);
        else {
          expect(units).toBeGreaterThan(single);
          expect(units).toBeLessThanOrEqual(parts * joined);
          expect(units).toBeGreaterThan((parts - 1) * (joined - 1));
        }
      }),
      RUNS,
    );
  });

  it('of what a destination takes is that of characters it has, and never cut', () => {
    const replacements = [
      { from: '₩', to: '￦' },
      { from: '–', to: '-' },
      { from: '😀', to: ':)' },
      { from: '\u200b', to: '' },
    ];
    const created = createDestinations([{ name: 'reseller', kind: 'DOMESTIC_SMS', replacements }]);
    const destination = created.ok ? created.destinations[0] : undefined;
    if (destination === undefined) throw new Error('It is a destination.');
    fc.assert(
      fc.property(text, (body) => {
        const fitted = fitMessage(destination, { body });
        const left = replacements.reduce((rest, { from }) => rest.replaceAll(from, ''), body);
        const isCarried = missingFrom('KS_X_1001', left).length === 0;
        if (!fitted.ok) {
          expect(isCarried && fitted.problem === 'CHARACTER').toBe(false);
          return;
        }
        expect(isCarried).toBe(true);
        expect(missingFrom('KS_X_1001', fitted.words.body)).toEqual([]);
        expect(fitted.words.body).toBe(
          replacements.reduce((replaced, { from, to }) => replaced.replaceAll(from, to), body),
        );
        expect(fitted.kind).toBe(fitted.length <= 90 ? 'SMS' : 'LMS');
      }),
      RUNS,
    );
  });
});

describe('a budget', () => {
  const asks = fc.array(
    fc.record({ shard: fc.nat(4), wanted: fc.integer({ min: 1, max: 60 }), isRepeated: fc.boolean() }),
    { maxLength: 40 },
  );

  it('is never passed, in whatever order its shards ask, and a page that asks again gets the same', async () => {
    await fc.assert(
      fc.asyncProperty(asks, fc.integer({ min: 1, max: 500 }), async (all, budget) => {
        const budgets = createMemoryBudgets();
        const pages = new Map<number, number>();
        let granted = 0;
        for (const { shard, wanted, isRepeated } of all) {
          const page = (pages.get(shard) ?? -1) + 1;
          pages.set(shard, page);
          const ref = { jobId: 'job', shard };
          const got = await budgets.reserve(ref, page, { wanted, budget });
          granted += got ?? 0;
          expect(got).toBeLessThanOrEqual(wanted);
          expect(granted).toBeLessThanOrEqual(budget);
          if (isRepeated) expect(await budgets.reserve(ref, page, { wanted, budget })).toBe(got);
        }
        const asked = all.reduce((sum, { wanted }) => sum + wanted, 0);
        expect(granted).toBe(Math.min(asked, budget));
      }),
      RUNS,
    );
  });

  it('pays for messages in their order, and for no more than there is', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), fc.nat(300), (costs, amount) => {
        const fits = fitBudget(costs, amount);
        const spent = costs.reduce((sum, cost, index) => sum + (fits[index] === true ? cost : 0), 0);
        expect(spent).toBeLessThanOrEqual(amount);
        const left = amount - spent;
        // Nobody is left out for whom there would still be enough.
        expect(costs.every((cost, index) => fits[index] === true || cost > left)).toBe(true);
      }),
      RUNS,
    );
  });
});
