import { describe, expect, it } from 'vitest';
import { runEvents } from './events/run-events.ts';

/** `npm run test:simulation` runs more. `SEED=7 npx vitest run test/simulation/events.test.ts` replays one. */
const ONLY = process.env['SEED'] === undefined ? undefined : Number(process.env['SEED']);
const seeds = ONLY === undefined ? Array.from({ length: 30 }, (_, index) => index + 1) : [ONLY];

describe('campaigns that events open in a world of crashes, lost and repeated bells, and calls that are repeated', () => {
  it(
    'plan everybody who entered, send once for an entry, and nothing to anybody else',
    { timeout: 600_000 },
    async () => {
      const counts = await runEvents(seeds);
      expect(counts.breaches).toEqual([]);
      if (ONLY !== undefined) return;
      expect(counts.crashes).toBeGreaterThan(seeds.length);
      expect(counts.entries).toBeGreaterThan(20 * seeds.length);
      expect(counts.sent).toBeGreaterThan(10 * seeds.length);
    },
  );
});
