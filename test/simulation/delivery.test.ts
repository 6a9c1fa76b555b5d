import { describe, expect, it } from 'vitest';
import { IN_DOUBT_POLICIES } from '../../src/domain/campaign/index.ts';
import { runCascades } from './cascade/run-cascades.ts';
import { runEveryCrash, runSeeds, stormOf } from './run-seeds.ts';
import { simulate } from './simulate.ts';

/** `npm run test:simulation -- --seeds 10000` runs more. `SEED=7 npx vitest run test/simulation` replays one. */
const SEEDS = 200;
const ONLY = process.env['SEED'] === undefined ? undefined : Number(process.env['SEED']);
const CASCADES =
  process.env['CASCADE'] === undefined
    ? Array.from({ length: 60 }, (_, index) => index + 1)
    : [Number(process.env['CASCADE'])];
const seeds = ONLY === undefined ? Array.from({ length: SEEDS }, (_, index) => index + 1) : [ONLY];

describe('the delivery engine in a world of crashes, wrong clocks, lost rings and an unreliable provider', () => {
  it('under HOLD sends to nobody twice, loses nobody, and counts every unknown', { timeout: 600_000 }, async () => {
    const counts = await runSeeds('HOLD', seeds);
    expect(counts.breaches).toEqual([]);
    expect(counts).toMatchObject({ duplicates: 0, repeats: 0, lost: 0 });
    if (ONLY === undefined) expect(counts.crashes).toBeGreaterThan(SEEDS);
  });

  it('under RESEND loses nobody, and whoever got it twice is marked', { timeout: 600_000 }, async () => {
    const counts = await runSeeds('RESEND', seeds);
    expect(counts.breaches).toEqual([]);
    expect(counts).toMatchObject({ duplicates: 0, lost: 0 });
    expect(counts.delivered).toBeGreaterThan(0);
  });

  it.each(IN_DOUBT_POLICIES)(
    'sends the waves of a run under %s: to nobody twice, and loses nobody between them',
    async (policy) => {
      const counts = await runCascades(policy, CASCADES);
      expect(counts.breaches).toEqual([]);
      expect(counts).toMatchObject({ duplicates: 0, lost: 0 });
    },
  );

  it('replays a seed identically', async () => {
    const run = async () => {
      const { job, delivered, scheduler } = await simulate(stormOf(4, 'HOLD'));
      return { job, delivered: [...delivered], steps: scheduler.steps, now: scheduler.now };
    };
    expect(await run()).toEqual(await run());
  });

  it.each(IN_DOUBT_POLICIES)('survives one crash at each single await of a small job under %s', async (policy) => {
    const counts = await runEveryCrash(policy);
    expect(counts.breaches).toEqual([]);
    expect(counts.crashes).toBeGreaterThan(150);
  });
});
