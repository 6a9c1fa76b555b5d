import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHeldOut } from '../../../src/domain/campaign/index.ts';
import { checkShares, createAssignment, createTrial, newcombe, wilson } from '../../../src/domain/experiment/index.ts';
import { CASES } from './arbitraries.ts';

const proportion = fc
  .tuple(fc.nat(200), fc.nat(200))
  .map(([a, b]) => ({ successes: Math.min(a, b), trials: Math.max(a, b) }));
const confidence = fc.double({ min: 0.5, max: 0.999, noNaN: true });

/** Whole shares of one to five treatments that add up to 100. */
const shares = fc
  .uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 4 })
  .map((cuts) =>
    [0, ...cuts.sort((a, b) => a - b), 100].map((cut, index, all) => (all[index + 1] ?? cut) - cut).slice(0, -1),
  );
const named = (list: readonly number[]) => list.map((sharePercent, index) => ({ name: `T${index}`, sharePercent }));
const ids = fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 20 });

describe('an interval', () => {
  it('holds its estimate and stays within what a share can be', () => {
    fc.assert(
      fc.property(proportion, confidence, (observed, level) => {
        const { estimate, low, high } = wilson(observed, level);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(estimate ?? low);
        expect(high).toBeGreaterThanOrEqual(estimate ?? high);
      }),
      { numRuns: CASES },
    );
  });

  it('of a difference holds it, stays within what it can be, and is mirrored when the two are swapped', () => {
    fc.assert(
      fc.property(proportion, proportion, confidence, (a, b, level) => {
        const there = newcombe(a, b, level);
        const back = newcombe(b, a, level);
        expect(there.low).toBeGreaterThanOrEqual(-1);
        expect(there.high).toBeLessThanOrEqual(1);
        expect(there.low).toBeLessThanOrEqual(there.estimate ?? there.low);
        expect(there.high).toBeGreaterThanOrEqual(there.estimate ?? there.high);
        expect(there.low + back.high).toBe(0);
        expect(there.high + back.low).toBe(0);
        expect((there.estimate ?? 0) + (back.estimate ?? 0)).toBe(0);
        expect(there.estimate === null).toBe(a.trials === 0 || b.trials === 0);
      }),
      { numRuns: CASES },
    );
  });
});

describe('an assignment', () => {
  it('gives every customer exactly one treatment, and the same again', () => {
    fc.assert(
      fc.property(fc.string(), shares, ids, (campaignId, list, people) => {
        expect(checkShares(list)).toBeNull();
        const groups = people.map(createAssignment(campaignId, named(list)));
        for (const group of groups) expect(list[group]).toBeDefined();
        expect(people.map(createAssignment(campaignId, named(list)))).toEqual(groups);
      }),
      { numRuns: CASES / 4 },
    );
  });

  it('moves nobody but into a share that grew, or out of one that shrank', () => {
    fc.assert(
      fc.property(fc.string(), shares, shares, ids, (campaignId, before, after, people) => {
        const was = createAssignment(campaignId, named(before));
        const is = createAssignment(campaignId, named(after));
        // Rates count by what they are to each other: against the share that kept its rate best.
        for (const id of people) {
          const [from, to] = [was(id), is(id)];
          if (from === to) continue;
          const growth = (index: number): number => (after[index] ?? 0) / (before[index] ?? 0);
          expect(growth(to)).toBeGreaterThan(growth(from));
        }
      }),
      { numRuns: CASES / 4 },
    );
  });

  it('lets nobody out of a holdout or a trial that is widened', () => {
    const percent = fc.double({ min: 0, max: 50, noNaN: true });
    fc.assert(
      fc.property(fc.string(), percent, percent, ids, (campaignId, a, b, people) => {
        const [narrow, wide] = [Math.min(a, b), Math.max(a, b)];
        for (const id of people) {
          if (isHeldOut(campaignId, id, narrow)) expect(isHeldOut(campaignId, id, wide)).toBe(true);
          if (createTrial(campaignId, narrow)(id)) expect(createTrial(campaignId, wide)(id)).toBe(true);
        }
      }),
      { numRuns: CASES / 4 },
    );
  });
});
