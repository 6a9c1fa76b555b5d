import { describe, expect, it } from 'vitest';
import { isHeldOut } from '../../../../src/domain/campaign/index.ts';
import {
  checkShares,
  createAssignment,
  createTrial,
  type SharePercent,
} from '../../../../src/domain/experiment/index.ts';

const PEOPLE = 100_000;
const ids = Array.from({ length: PEOPLE }, (_, n) => `customer-${n}`);

const arms = (shares: readonly SharePercent[]) =>
  shares.map((sharePercent, index) => ({ name: 'ABCDE'[index] ?? '', sharePercent }));

const assigned = (campaignId: string, shares: readonly SharePercent[]): number[] =>
  ids.map(createAssignment(campaignId, arms(shares)));

const sizes = (groups: readonly number[], count: number): number[] =>
  Array.from({ length: count }, (_, index) => groups.filter((group) => group === index).length);

const messageOf = (shares: readonly SharePercent[]): string => checkShares(shares)?.error.message ?? 'fine';

describe('shares', () => {
  it('C22 of 33/33/33 are refused with their sum, and so are thirty of 3.3', () => {
    expect(messageOf([33, 33, 33])).toContain('99 %');
    const thirty = messageOf(Array.from({ length: 30 }, () => 3.3));
    expect(thirty).toContain('99 %');
    expect(thirty).toContain('at most 5');
  });

  it('C22 of 33.33/33.33/33.34 are accepted, and no group of 100,000 is further than 1,000 from its share', () => {
    expect(messageOf([33.33, 33.33, 33.34])).toBe('fine');
    for (const campaignId of ['겨울', '6f1c2a7e-0000-4000-8000-000000000001']) {
      const once = assigned(campaignId, [33.33, 33.33, 33.34]);
      for (const size of sizes(once, 3)) {
        expect(size).toBeGreaterThanOrEqual(32_333);
        expect(size).toBeLessThanOrEqual(34_333);
      }
      expect(assigned(campaignId, ['33.33', '33.33', '33.34'])).toEqual(once);
    }
  });

  it.each<[readonly SharePercent[], string]>([
    [[100], 'fine'],
    [['100.000000'], 'fine'],
    [[0.1, 0.2, 99.7], 'fine'],
    [['0.000001', '99.999999'], 'fine'],
    [[20, 20, 20, 20, 20], 'fine'],
    [[50, 50.0001], '100.0001 %'],
    [[100 / 3, 100 / 3, 100 / 3], 'treatments[0].sharePercent'],
    [[0, 100], 'treatments[0].sharePercent'],
    [[110, -10], 'treatments[1].sharePercent'],
    [['1e2'], 'treatments[0].sharePercent'],
    [[' 100'], 'treatments[0].sharePercent'],
    [[Number.NaN, 100], 'treatments[0].sharePercent'],
    [[], '0 %'],
    [[20, 20, 20, 20, 10, 10], 'at most 5, not 6'],
  ])('%j: %s', (shares, message) => {
    expect(messageOf(shares)).toContain(message);
  });
});

describe('an assignment', () => {
  it('keeps each share within 1 % of the audience, whatever the shares', () => {
    for (const shares of [
      [50, 50],
      [80, 20],
      [1, 99],
      [10, 20, 30, 40],
      [20, 20, 20, 20, 20],
      ['0.5', '99.5'],
    ]) {
      const groups = sizes(assigned('spring', shares), shares.length);
      for (const [index, share] of shares.entries()) {
        expect(Math.abs((groups[index] ?? 0) - (Number(share) / 100) * PEOPLE)).toBeLessThan(PEOPLE / 100);
      }
    }
  });

  it('C24 moves only those whom a new or larger share takes, and nobody between two others', () => {
    const before = assigned('winback', [50, 50]);
    const third = assigned('winback', [40, 40, 20]);
    const wider = assigned('winback', [70, 30]);
    for (const [index, group] of before.entries()) {
      if (third[index] !== group) expect(third[index]).toBe(2);
      if (wider[index] !== group) expect(wider[index]).toBe(0);
    }
    expect(Math.abs(sizes(third, 3)[2] ?? 0) / PEOPLE).toBeCloseTo(0.2, 2);
  });

  it('belongs to a name, not to a place in the list', () => {
    const swapped = ids.map(createAssignment('winback', [...arms([30, 70])].reverse()));
    expect(assigned('winback', [30, 70])).toEqual(swapped.map((group) => 1 - group));
  });

  it('does not depend on the holdout, on the trial or on another campaign', () => {
    const group = createAssignment('winback', arms([50, 50]));
    const isTried = createTrial('winback', 20);
    const other = createAssignment('winback-2', arms([50, 50]));
    const draws: Readonly<Record<string, (id: string) => boolean>> = {
      holdout: (id) => isHeldOut('winback', id, 10),
      trial: isTried,
      other: (id) => other(id) === 0,
    };
    for (const [name, isIn] of Object.entries(draws)) {
      const inside = ids.filter(isIn);
      const share = inside.filter((id) => group(id) === 0).length / inside.length;
      // Four standard errors of a half.
      expect(Math.abs(share - 0.5), name).toBeLessThan(2 / Math.sqrt(inside.length));
    }
    const heldOut = ids.filter((id) => isHeldOut('winback', id, 10));
    expect(heldOut.filter(isTried).length / heldOut.length).toBeCloseTo(0.2, 1);
  });
});

describe('the trial before a look', () => {
  it('takes its percentage, and only adds people when it is widened', () => {
    const people = (percent: number): Set<string> => new Set(ids.filter(createTrial('winback', percent)));
    const ten = people(10);
    const twenty = people(20);
    expect(ten.size / PEOPLE).toBeCloseTo(0.1, 2);
    expect([...ten].every((id) => twenty.has(id))).toBe(true);
    expect(people(100).size).toBe(PEOPLE);
  });
});

describe('a holdout', () => {
  it('C24 that is widened from 10 to 20 % keeps everybody it held out, and adds others', () => {
    const first = ids.filter((id) => isHeldOut('winback', id, 10));
    const second = new Set(ids.filter((id) => isHeldOut('winback', id, 20)));
    expect(first.every((id) => second.has(id))).toBe(true);
    expect(second.size / PEOPLE).toBeCloseTo(0.2, 2);
    expect(first.length / PEOPLE).toBeCloseTo(0.1, 2);
  });
});
