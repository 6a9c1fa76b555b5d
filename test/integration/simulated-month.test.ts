import { expect, it } from 'vitest';
import { countLiftSeeds } from '../month/lift-seeds.ts';
import { runMonth } from '../month/run-month.ts';

/** `npm run test:month` lives through it with 50,000. */
const CUSTOMERS = 600;

it(
  'sends three waves in a month to nobody who is back, asleep or held out, for what it says and within its budget',
  { timeout: 300_000 },
  async () => {
    const { missed, messages, returned, atNight, held, leftBecauseBack, overBudget, heldOut } = await runMonth(
      CUSTOMERS,
      () => undefined,
    );
    expect(missed).toEqual([]);
    // Each promise was tried: somebody was in its way.
    for (const count of [...messages, returned, atNight, held, leftBecauseBack, overBudget, heldOut]) {
      expect(count).toBeGreaterThan(0);
    }
  },
);

it('reports a lift whose interval holds the truth in at least 18 of 20 seeds of the same people', () => {
  const { holds, seeds, truth, estimate } = countLiftSeeds(20, 5_000);
  expect([seeds, holds >= 18]).toEqual([20, true]);
  expect(Math.abs(estimate - truth)).toBeLessThan(0.01);
});
