import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { payWithin, type MessageCost } from '../../../src/domain/cost/index.ts';

const wanted = fc
  .uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 10 })
  .chain((places) =>
    fc.tuple(...places.map((place) => fc.integer({ min: 0, max: 50 }).map((cost) => ({ place, cost })))),
  );

/** Asks again and again out of one amount, as attempts of a chunk do while prices change. */
function askAll(asks: readonly (readonly MessageCost[])[], amount: number) {
  let left = amount;
  let paid: ReadonlyMap<number, number> = new Map();
  return asks.map((ask) => {
    const payment = payWithin(ask, paid, left);
    left -= payment.amount;
    paid = payment.paid;
    return { ...payment, left };
  });
}

describe('paying for messages of a chunk out of what is left of a budget', () => {
  it('never takes more than there is, and has taken for each what it was covered for at the most', () => {
    fc.assert(
      fc.property(fc.array(wanted, { maxLength: 8 }), fc.integer({ min: 0, max: 300 }), (asks, amount) => {
        const most = new Map<number, number>();
        for (const [index, { covered, paid, left }] of askAll(asks, amount).entries()) {
          expect(left).toBeGreaterThanOrEqual(0);
          for (const { place, cost } of asks[index] ?? [])
            if (covered.has(place)) most.set(place, Math.max(cost, most.get(place) ?? 0));
          expect(new Map(paid)).toEqual(most);
          expect([...most.values()].reduce((sum, cost) => sum + cost, 0)).toBe(amount - left);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes nothing twice: whoever asks again is told the same', () => {
    fc.assert(
      fc.property(wanted, fc.integer({ min: 0, max: 300 }), (ask, amount) => {
        const [first, again] = askAll([ask, ask], amount);
        expect(again?.amount).toBe(0);
        expect(again?.covered).toEqual(first?.covered);
      }),
      { numRuns: 2_000 },
    );
  });
});
