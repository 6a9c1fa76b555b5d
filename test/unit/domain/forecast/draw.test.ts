import { describe, expect, it } from 'vitest';
import { cutOf, rangeOf } from '../../../../src/domain/forecast/band.ts';
import { drawBeta, drawBinomial, drawGamma } from '../../../../src/domain/forecast/draw.ts';
import { grantBudget } from '../../../../src/domain/forecast/grant.ts';
import { drawRate, poolRate } from '../../../../src/domain/forecast/rate.ts';
import { createRandom } from '../../../simulation/random.ts';

const DRAWS = 20_000;

function momentsOf(draw: (random: () => number) => number): { readonly mean: number; readonly variance: number } {
  const random = createRandom(3);
  const drawn = Array.from({ length: DRAWS }, () => draw(random));
  const mean = drawn.reduce((sum, each) => sum + each, 0) / DRAWS;
  return { mean, variance: drawn.reduce((sum, each) => sum + (each - mean) ** 2, 0) / DRAWS };
}

describe('a drawn number', () => {
  it.each([
    [10, 0.2],
    [1_000, 0.004],
    [1_000, 0.3],
    [1_000_000, 0.7],
    [50, 0.97],
  ])('of %d with a chance of %d has the mean and the variance of a binomial one', (trials, chance) => {
    const { mean, variance } = momentsOf((random) => drawBinomial(trials, chance, random));
    const expected = trials * chance;
    const error = Math.sqrt((expected * (1 - chance)) / DRAWS);
    expect(Math.abs(mean - expected)).toBeLessThan(4 * error);
    expect(variance / (expected * (1 - chance))).toBeCloseTo(1, 1);
  });

  it('of a binomial is never outside of what there is, and certain when its chance is', () => {
    const random = createRandom(4);
    for (const [trials, chance] of [
      [3, 0.5],
      [61, 0.499],
      [200, 0.2],
    ] as const) {
      for (let n = 0; n < 2_000; n += 1) {
        const drawn = drawBinomial(trials, chance, random);
        expect(Number.isInteger(drawn) && drawn >= 0 && drawn <= trials).toBe(true);
      }
    }
    expect([drawBinomial(7, 0, random), drawBinomial(7, 1, random), drawBinomial(0, 0.5, random)]).toEqual([0, 7, 0]);
  });

  it.each([0.3, 1, 7.5])('of a gamma of shape %d has its mean and variance', (shape) => {
    const { mean, variance } = momentsOf((random) => drawGamma(shape, random));
    expect(mean / shape).toBeCloseTo(1, 1);
    expect(variance / shape).toBeGreaterThan(0.9);
    expect(variance / shape).toBeLessThan(1.1);
  });

  it('of a beta has its mean and variance', () => {
    const { mean, variance } = momentsOf((random) => drawBeta(2, 6, random));
    expect(mean).toBeCloseTo(0.25, 2);
    expect(variance).toBeCloseTo((2 * 6) / (64 * 9), 3);
  });
});

describe('a rate', () => {
  const prior = { mean: 0.1, weight: 20 };
  const spreadOf = (runs: Parameters<typeof poolRate>[0]): number =>
    Math.sqrt(momentsOf((random) => drawRate(poolRate(runs, prior), random)).variance);

  it('of no runs is its prior, and of runs what they counted', () => {
    expect(poolRate([], prior)).toMatchObject({ basis: 'PRIOR', mean: 0.1, measured: { successes: 0, trials: 0 } });
    expect(poolRate([{ successes: 0, trials: 0 }], prior).basis).toBe('PRIOR');
    const pooled = poolRate([{ successes: 60, trials: 1_000 }], prior);
    expect(pooled.basis).toBe('MEASURED');
    expect(pooled.mean).toBeCloseTo(0.06, 3);
  });

  it('that one run measured exactly is not what the next run has to be', () => {
    const spread = spreadOf([{ successes: 60_000, trials: 1_000_000 }]);
    // A tenth of it, and not the hundredth of a point that a million observations would leave.
    expect(spread).toBeGreaterThan(0.004);
    expect(spread).toBeLessThan(0.012);
  });

  it('that differs from run to run is less sure than one that does not', () => {
    const alike = [58, 60, 62, 60, 59, 61].map((successes) => ({ successes: successes * 100, trials: 100_000 }));
    const unlike = [20, 100, 40, 80, 30, 90].map((successes) => ({ successes: successes * 100, trials: 100_000 }));
    expect(spreadOf(unlike)).toBeGreaterThan(3 * spreadOf(alike));
  });
});

describe('intervals of many numbers', () => {
  it('hold all of them at once in 95 of 100 replays', () => {
    const random = createRandom(5);
    const series = Array.from({ length: 8 }, () => Array.from({ length: 1_000 }, () => random()));
    const cut = cutOf(series);
    const ranges = series.map((values) => rangeOf(values, cut));
    const inside = Array.from({ length: 1_000 }, (_, replay) =>
      series.every((values, index) => {
        const { low, high } = ranges[index] ?? { low: 0, high: 0 };
        const value = values[replay] ?? NaN;
        return low <= value && value <= high;
      }),
    ).filter(Boolean).length;
    expect(inside).toBeGreaterThanOrEqual(950);
    expect(inside).toBeLessThan(975);
  });

  it('of numbers that never differ cut nothing off the others', () => {
    const values = Array.from({ length: 400 }, (_, n) => n);
    expect(cutOf([values, values.map(() => 7)])).toBe(cutOf([values]));
    expect(
      rangeOf(
        values.map(() => 7),
        10,
      ),
    ).toEqual({ low: 7, expected: 7, high: 7 });
  });
});

describe('a budget', () => {
  it('pays for the same share of every price, and with what is left for cheaper ones', () => {
    const claims = [
      { count: 700, claimMicros: 12 },
      { count: 300, claimMicros: 39 },
      { count: 50, claimMicros: 0 },
    ];
    expect(grantBudget(claims, 1_000_000)).toEqual([700, 300, 50]);
    const granted = grantBudget(claims, 10_050);
    expect(granted).toEqual([350, 150, 50]);
    for (const left of [0, 5, 11, 12, 40, 5_003, 20_099, 20_100]) {
      const [cheap = 0, dear = 0, free] = grantBudget(claims, left);
      const rest = left - cheap * 12 - dear * 39;
      expect(free).toBe(50);
      expect(rest).toBeGreaterThanOrEqual(0);
      // What is left pays for none of those who are left.
      if (dear < 300) expect(rest).toBeLessThan(cheap < 700 ? 12 : 39);
    }
  });
});
