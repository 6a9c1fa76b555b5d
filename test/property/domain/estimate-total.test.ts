import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateTotal, type SliceCount } from '../../../src/domain/segment/index.ts';
import { MANY_CASES } from './arbitraries.ts';

const slice: fc.Arbitrary<SliceCount> = fc
  .tuple(fc.nat(100), fc.nat(100))
  .map(([scanned, matched]) => ({ scanned, matched: Math.min(scanned, matched) }));

const sum = (slices: readonly SliceCount[], of: keyof SliceCount): number =>
  slices.reduce((total, each) => total + each[of], 0);

describe('an estimate', () => {
  it('lies in its interval, which holds what was found and no more people than there may be', () => {
    fc.assert(
      fc.property(
        fc.array(slice, { maxLength: 40 }),
        fc.nat(1_000),
        fc.option(fc.nat(100_000)),
        (slices, more, population) => {
          const { estimate, low, high } = estimateTotal(slices, slices.length + 1 + more, population);
          expect([estimate, low, high].every(Number.isSafeInteger)).toBe(true);
          expect(low).toBeGreaterThanOrEqual(sum(slices, 'matched'));
          expect(low).toBeLessThanOrEqual(estimate);
          expect(estimate).toBeLessThanOrEqual(high);
        },
      ),
      { numRuns: MANY_CASES },
    );
  });

  it('of every slice is exact', () => {
    fc.assert(
      fc.property(fc.array(slice), fc.option(fc.nat(100_000)), (slices, population) => {
        const matched = sum(slices, 'matched');
        expect(estimateTotal(slices, slices.length, population)).toEqual({
          estimate: matched,
          low: matched,
          high: matched,
        });
      }),
    );
  });

  it('never excludes that somebody matches because nobody of a sample did', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 50 }), (count, size) => {
        const none = Array.from({ length: count }, () => ({ scanned: size, matched: 0 }));
        for (const population of [null, count * 10 * size]) {
          const { estimate, low, high } = estimateTotal(none, count * 10, population);
          expect([estimate, low]).toEqual([0, 0]);
          expect(high).toBeGreaterThan(0);
        }
      }),
    );
  });
});
