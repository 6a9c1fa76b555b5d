import { describe, expect, it } from 'vitest';
import { busiestSecond, goodput, runAtPace } from './pace.ts';

const SEEDS = [1, 2, 3];

/** Rates that a provider allows over time, in milliseconds since the first call. */
const ALLOWANCES: Readonly<Record<string, (at: number) => number>> = {
  'one steady rate': () => 4_000,
  'a burst of refusals of one second in every five': (at) => (at % 5_000 < 1_000 ? 0 : 5_000),
  'a rate that halves and comes back': (at) => (at % 10_000 < 5_000 ? 6_000 : 3_000),
  'a low rate': () => 500,
};

describe('a provider that answers 429 above its rate', () => {
  for (const [name, allowed] of Object.entries(ALLOWANCES)) {
    it.each(SEEDS)(
      `takes at least nine tenths of what it allows, and is asked in vain a few times only, with ${name} (seed %i)`,
      { timeout: 120_000 },
      async (seed) => {
        const customers = Math.round(allowed(2_000) * 20);
        const { job, taken, refused, startedAt } = await runAtPace({ seed, customers, shards: 3, allowed });
        const { sent, share, seconds } = goodput(taken, startedAt, allowed);
        console.log(
          `${name}, seed ${seed}: ${sent} in ${seconds.toFixed(1)} s, ${(share * 100).toFixed(1)} % of the allowed; ` +
            `${refused} calls refused`,
        );
        expect(job).toMatchObject({ phase: 'COMPLETED', sent: { failed: 0, inDoubt: 0 } });
        expect(job?.sent.accepted).toBe(sent);
        expect(job?.sent.accepted).toBe(job?.sent.included);
        expect(share).toBeGreaterThanOrEqual(0.9);
        // Who does not slow down is refused more than a hundred times a second.
        expect(refused / seconds).toBeLessThan(40);
      },
    );
  }
});

describe('a configured rate', () => {
  it.each([200, 1_000, 4_000])(
    'of %i messages/s is reached by nine tenths and never exceeded',
    { timeout: 120_000 },
    async (rate) => {
      const { job, taken, startedAt } = await runAtPace({
        seed: rate,
        customers: rate * 15,
        shards: 4,
        messagesPerSecond: rate,
      });
      const busiest = busiestSecond(taken);
      const { share } = goodput(taken, startedAt, () => rate);
      console.log(`${rate}/s: busiest second ${busiest}, ${(share * 100).toFixed(1)} % of the rate`);
      expect(job).toMatchObject({ phase: 'COMPLETED', sent: { failed: 0 } });
      expect(busiest).toBeLessThanOrEqual(rate * 1.05);
      expect(share).toBeGreaterThanOrEqual(0.9);
    },
  );
});
