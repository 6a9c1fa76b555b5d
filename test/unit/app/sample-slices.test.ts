import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleSlices } from '../../../src/app/segment/sample-slices.ts';

/** A store of empty slices of which it is known which ones were asked for. */
async function drawnOf(counted: number, random: () => number) {
  const drawn: number[] = [];
  let sliceCount = 0;
  await sampleSlices(
    {
      customers: {
        estimateCount: async () => counted,
        getMany: async () => new Map(),
        scan: async (slice, count) => {
          if (count !== sliceCount) drawn.length = 0;
          sliceCount = count;
          drawn.push(slice);
          return { customers: [], cursor: null };
        },
      },
      ids: { next: () => 'id', random },
      clock: { now: () => 0, sleep: async () => undefined },
    },
    { budgetMs: 1_000, wanted: 640, perSlice: 20, lanes: 4 },
  );
  return { drawn, sliceCount };
}

describe('drawing slices of everybody', () => {
  it('ends, with different slices that exist, whatever the numbers are that it draws with', async () => {
    const numbers = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
      minLength: 1,
      maxLength: 50,
    });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 7_000_000 }), numbers, async (counted, random) => {
        let next = 0;
        const { drawn, sliceCount } = await drawnOf(counted, () => random[next++ % random.length] ?? 0);
        expect(new Set(drawn).size).toBe(drawn.length);
        expect(drawn.every((slice) => Number.isInteger(slice) && slice >= 0 && slice < sliceCount)).toBe(true);
      }),
    );
  });
});
