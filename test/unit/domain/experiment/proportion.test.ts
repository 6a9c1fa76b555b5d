import { describe, expect, it } from 'vitest';
import { newcombe, normalQuantile, wilson } from '../../../../src/domain/experiment/index.ts';

const of = (successes: number, trials: number) => ({ successes, trials });

describe('a quantile of the normal distribution', () => {
  it.each([
    [0.975, 1.959963984540054],
    [0.995, 2.5758293035489],
    [0.8, 0.8416212335729143],
    [0.5, 0],
    [0.025, -1.959963984540054],
    [0.000001, -4.753424308822899],
  ])('of %d is as tables have it', (probability, z) => {
    expect(normalQuantile(probability)).toBeCloseTo(z, 12);
  });

  it('of certainty does not exist', () => {
    for (const probability of [0, 1, -0.1, 1.1, Number.NaN])
      expect(() => normalQuantile(probability)).toThrow(RangeError);
  });
});

describe('the interval of a proportion', () => {
  // Newcombe 1998, Statistics in Medicine 17:857, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %d in %d is the published one', (successes, trials, low, high) => {
    const interval = wilson(of(successes, trials));
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
    expect(interval.estimate).toBe(successes / trials);
  });

  it('of nobody is everything, and no number', () => {
    expect(wilson(of(0, 0))).toEqual({ estimate: null, low: 0, high: 1 });
  });

  it('begins at exactly 0 when there was none, and ends at exactly 1 when it was all', () => {
    expect(wilson(of(0, 7)).low).toBe(0);
    expect(wilson(of(7, 7)).high).toBe(1);
  });

  it.each([
    [2, 1],
    [-1, 5],
    [0.5, 5],
    [1, Number.NaN],
  ])('of %d in %d does not exist', (successes, trials) => {
    expect(() => wilson(of(successes, trials))).toThrow(RangeError);
  });
});

describe('the interval of a difference', () => {
  // Newcombe 1998, Statistics in Medicine 17:873, table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.2, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.6, 0.1705, 0.809],
    [6, 7, 2, 7, 0.5714, 0.0582, 0.8062],
    [5, 56, 0, 29, 0.0893, -0.0381, 0.1926],
    [0, 10, 0, 20, 0, -0.1611, 0.2775],
    [0, 10, 0, 10, 0, -0.2775, 0.2775],
    [10, 10, 0, 20, 1, 0.6791, 1],
    [10, 10, 0, 10, 1, 0.6075, 1],
  ])('of %d/%d and %d/%d is the published one', (a, m, b, n, difference, low, high) => {
    const interval = newcombe(of(a, m), of(b, n));
    expect(interval.estimate).toBeCloseTo(difference, 4);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('is everything, and no number, when one of the groups is empty', () => {
    const nothing = { estimate: null, low: -1, high: 1 };
    expect(newcombe(of(5, 10), of(0, 0))).toEqual(nothing);
    expect(newcombe(of(0, 0), of(5, 10))).toEqual(nothing);
    expect(newcombe(of(0, 0), of(0, 0))).toEqual(nothing);
  });

  it('is wider at a higher confidence', () => {
    const [usual, wide] = [0.95, 0.99].map((confidence) => newcombe(of(26, 400), of(10, 400), confidence));
    expect(wide?.low).toBeLessThan(usual?.low ?? 0);
    expect(wide?.high).toBeGreaterThan(usual?.high ?? 0);
  });
});
