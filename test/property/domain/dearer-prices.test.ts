import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costByNow, dearerOf, messageCost, type UnitPrice } from '../../../src/domain/cost/index.ts';

const micros = fc.nat({ max: 100_000_000 });
const byPrefix = fc.dictionary(fc.constantFrom('+82', '+8210', '+1', '+49'), micros);
const byKind = fc.dictionary(fc.constantFrom('SMS', 'LMS', 'MMS'), micros);
const unitPrice: fc.Arbitrary<readonly [UnitPrice, UnitPrice]> = fc.oneof(
  fc.tuple(fc.record({ krwMicros: micros }), fc.record({ krwMicros: micros })),
  fc.tuple(fc.record({ krwMicros: micros, byPrefix }), fc.record({ krwMicros: micros, byPrefix })),
  fc.tuple(fc.record({ krwMicros: micros, byKind }), fc.record({ krwMicros: micros, byKind })),
);
const message = fc.record({
  address: fc.constantFrom('+821012345678', '+8221234567', '+12025550100', '+4930123456', '+33123456789'),
  kind: fc.constantFrom('SMS', 'LMS', 'MMS'),
});

describe('what has become dearer since a plan', () => {
  it('costs at least what its messages cost now, whatever they are, and never less than planned', () => {
    fc.assert(
      fc.property(unitPrice, fc.array(message, { maxLength: 20 }), ([before, now], messages) => {
        const sum = (price: UnitPrice): number =>
          messages.reduce((total, { address, kind }) => total + messageCost(price, address, { units: 1, kind }), 0);
        const cost = costByNow({ cost: sum(before), messages: messages.length }, before, now);
        expect(cost).toBeGreaterThanOrEqual(Math.max(sum(before), sum(now)));
      }),
    );
  });

  it('costs to the millionth what it did while prices stay or fall, and in proportion where there is one price', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000_000 }), micros, fc.nat({ max: 1_000_000 }), (was, is, messages) => {
        const cost = costByNow({ cost: was * messages, messages }, { krwMicros: was }, { krwMicros: is });
        expect(cost).toBe(Math.max(was, is) * messages);
      }),
    );
  });

  it('is the dearer of both prices for every message', () => {
    fc.assert(
      fc.property(unitPrice, message, ([before, now], { address, kind }) => {
        const costs = [before, now].map((price) => messageCost(price, address, { units: 1, kind }));
        expect(messageCost(dearerOf(before, now), address, { units: 1, kind })).toBe(Math.max(...costs));
      }),
    );
  });
});
