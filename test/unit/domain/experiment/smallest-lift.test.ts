import { describe, expect, it } from 'vitest';
import { newcombe, smallestLift } from '../../../../src/domain/experiment/index.ts';
import { createRandom } from '../../../simulation/random.ts';

/** The published shape of what an audience can show: points, at a base of 2 % and a holdout of 10 %. */
const points = (audience: number): number => {
  const answer = smallestLift({ audience, holdoutPercent: 10, baseRate: 0.02 });
  return answer.kind === 'LIFT' ? answer.lift * 100 : Number.NaN;
};

describe('the smallest lift that can be shown', () => {
  it('is 0.6 points for 50,000 people and 0.05 for 6.4 million', () => {
    expect(points(50_000)).toBeCloseTo(0.6, 1);
    expect(points(6_400_000)).toBeCloseTo(0.05, 2);
    expect(points(50_000)).toBeGreaterThan(points(100_000));
  });

  it('is found in about 80 of 100 runs, and a lift of nothing in 2 or 3', () => {
    const answer = smallestLift({ audience: 20_000, holdoutPercent: 10, baseRate: 0.05 });
    if (answer.kind !== 'LIFT') throw new Error('Nothing can be shown.');
    const random = createRandom(7);
    const draw = (trials: number, rate: number) => {
      let successes = 0;
      for (let n = 0; n < trials; n += 1) if (random() < rate) successes += 1;
      return { successes, trials };
    };
    const found = (lift: number): number => {
      let count = 0;
      for (let run = 0; run < 400; run += 1) {
        const { low } = newcombe(draw(answer.treated, 0.05 + lift), draw(answer.heldOut, 0.05));
        if (low > 0) count += 1;
      }
      return count / 400;
    };
    expect(found(answer.lift)).toBeGreaterThan(0.74);
    expect(found(answer.lift)).toBeLessThan(0.86);
    expect(found(0)).toBeLessThan(0.05);
  });

  it('grows when fewer are held out, and is not there without a holdout or with too few people', () => {
    const ask = (audience: number, holdoutPercent: number, baseRate = 0.02) =>
      smallestLift({ audience, holdoutPercent, baseRate });
    const lift = (holdoutPercent: number): number => {
      const answer = ask(50_000, holdoutPercent);
      return answer.kind === 'LIFT' ? answer.lift : Infinity;
    };
    expect(lift(5)).toBeGreaterThan(lift(10));
    expect(lift(10)).toBeGreaterThan(lift(50));
    expect(ask(50_000, 0)).toEqual({ kind: 'NO_HOLDOUT', treated: 50_000, heldOut: 0 });
    expect(ask(4, 10)).toMatchObject({ kind: 'NO_HOLDOUT' });
    expect(ask(0, 10)).toMatchObject({ kind: 'NO_HOLDOUT' });
    expect(ask(30, 10, 0.5)).toEqual({ kind: 'TOO_FEW', treated: 27, heldOut: 3 });
    expect(ask(50_000, 10, 0)).toMatchObject({ kind: 'LIFT', treated: 45_000, heldOut: 5_000 });
    expect(ask(50_000, 10, 1)).toMatchObject({ kind: 'TOO_FEW' });
  });
});
