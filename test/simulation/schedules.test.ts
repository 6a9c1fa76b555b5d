import { describe, expect, it } from 'vitest';
import { runSchedules } from './schedules/run-schedules.ts';

/** `npm run test:simulation` runs more. `SEED=7 npx vitest run test/simulation/schedules.test.ts` replays one. */
const ONLY = process.env['SEED'] === undefined ? undefined : Number(process.env['SEED']);
const seeds = ONLY === undefined ? Array.from({ length: 40 }, (_, index) => index + 1) : [ONLY];

describe('schedules in a world of crashes, lost and repeated bells, stalls, and an operator who changes everything', () => {
  it(
    'open, miss or fail every occurrence exactly once, and launch a job for each that is opened',
    { timeout: 600_000 },
    async () => {
      const counts = await runSchedules(seeds);
      expect(counts.breaches).toEqual([]);
      if (ONLY !== undefined) return;
      expect(counts.crashes).toBeGreaterThan(seeds.length);
      expect(counts.opened).toBeGreaterThan(10 * seeds.length);
      expect(counts.missed).toBeGreaterThan(seeds.length);
    },
  );
});
