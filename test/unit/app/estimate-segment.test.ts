import { describe, expect, it } from 'vitest';
import { createMemorySegments, createMemorySegmentVersions } from '../../../src/adapters/memory/index.ts';
import type { CustomerSource } from '../../../src/app/ports.ts';
import { countSegment, estimateSegment, saveSegment } from '../../../src/app/segment/index.ts';
import { createRandom } from '../../simulation/random.ts';
import { createHashedCustomers } from './hashed-customers.ts';
import { ACTOR, unwrap } from './memory-app.ts';

const MILLION = 1_000_000;
const TRIALS = 100;

const isTier = (tier: string) => ({
  definition: { groups: [{ dimensions: [{ userAttributes: { Tier: { values: [tier] } } }] }] },
});
const EVERYONE = { definition: { groups: [] } };

function createDeps(customers: CustomerSource, seed = 1) {
  let now = Date.UTC(2026, 10, 23, 3);
  let lastId = 0;
  const random = createRandom(seed);
  return {
    customers,
    segments: createMemorySegments(),
    segmentVersions: createMemorySegmentVersions(),
    ids: { next: () => `id-${(lastId += 1)}`, random },
    clock: { now: () => now, sleep: async () => undefined },
    advance: (milliseconds: number) => (now += milliseconds),
  };
}

/** One in ten is gold, one in two thousand a VIP, the rest are basic. */
const byChance = (own: number): string => (own < 0.1 ? 'gold' : own < 0.1005 ? 'vip' : 'basic');

const millionByChance = createHashedCustomers(MILLION, byChance);

describe('an estimate of a million', () => {
  const coverage = async (customers: CustomerSource, tier: string, truth: number) => {
    let [covered, slowest, width] = [0, 0, 0];
    for (let seed = 1; seed <= TRIALS; seed += 1) {
      const start = performance.now();
      const estimate = unwrap(await estimateSegment(createDeps(customers, seed), isTier(tier)));
      slowest = Math.max(slowest, performance.now() - start);
      covered += estimate.low <= truth && truth <= estimate.high ? 1 : 0;
      width += (estimate.high - estimate.low) / TRIALS;
      expect(estimate.isExact).toBe(false);
      expect(estimate.scanned).toBeGreaterThan(15_000);
      expect(estimate.scanned).toBeLessThan(25_000);
    }
    return { covered, slowest, width };
  };

  it.each<[string, CustomerSource & { countOf: (tier: string) => number }, string, number]>([
    ['of one in ten', millionByChance, 'gold', 0.1],
    ['of nine in ten', millionByChance, 'basic', 0.02],
    ['of one in two thousand', millionByChance, 'vip', 2],
    ['when nobody has counted them yet', createHashedCustomers(MILLION, byChance, 0), 'gold', 0.15],
    ['when the count is old', createHashedCustomers(MILLION, byChance, 600_000), 'gold', 0.15],
    [
      'when neighbours are alike',
      createHashedCustomers(MILLION, (_, at) => (Math.sin(at * 1e4) > 0.8 ? 'gold' : 'basic')),
      'gold',
      0.5,
    ],
  ])(
    'holds the true number in its interval in at least 90 of 100 trials %s, each within 2 s',
    { timeout: 120_000 },
    async (_, customers, tier, atMost) => {
      const truth = customers.countOf(tier);
      const { covered, slowest, width } = await coverage(customers, tier, truth);
      expect(covered).toBeGreaterThanOrEqual(90);
      expect(slowest).toBeLessThan(2_000);
      // An interval that holds everything says nothing.
      expect(width / truth).toBeLessThan(atMost);
    },
  );

  it('tells the reach of the members on each channel, and some of them', async () => {
    const estimate = unwrap(await estimateSegment(createDeps(millionByChance), isTier('gold')));
    const truth = millionByChance.countOf('gold');
    const reach = new Map(estimate.reach.map(({ channel, low, high }) => [channel, [low, high] as const]));
    for (const [channel, share] of [
      ['PUSH', 0.75],
      ['EMAIL', 0.25],
      ['SMS', 0],
    ] as const) {
      const [low = Infinity, high = -Infinity] = reach.get(channel) ?? [];
      expect(low, channel).toBeLessThanOrEqual(share * truth);
      expect(high, channel).toBeGreaterThanOrEqual(share * truth);
    }
    expect(new Set(estimate.sample).size).toBe(10);
  });

  it('of everyone is everyone, when they have been counted', async () => {
    expect(await estimateSegment(createDeps(millionByChance), EVERYONE)).toMatchObject({
      estimate: MILLION,
      high: MILLION,
    });
  });

  it('stops reading when its time is over, and says so by a wider interval', async () => {
    const deps = createDeps(millionByChance);
    const slow: CustomerSource = {
      ...millionByChance,
      scan: (...args) => {
        deps.advance(10);
        return millionByChance.scan(...args);
      },
    };
    const hurried = unwrap(await estimateSegment({ ...deps, customers: slow }, isTier('gold')));
    const calm = unwrap(await estimateSegment(createDeps(millionByChance), isTier('gold')));
    expect(hurried.scanned).toBeLessThan(calm.scanned / 2);
    expect(hurried.high - hurried.low).toBeGreaterThan(calm.high - calm.low);
  });
});

describe('an estimate of few', () => {
  it.each([
    ['none', 0, 0],
    ['one', 1, 1],
    ['a thousand', 1_000, 1_000],
    ['three thousand that nobody has counted', 3_000, 0],
    ['a thousand left of what were a million', 1_000, MILLION],
  ])('is exact: %s', async (_, count, counted) => {
    const customers = createHashedCustomers(count, byChance, counted);
    const truth = customers.countOf('gold');
    const estimate = unwrap(await estimateSegment(createDeps(customers), isTier('gold')));
    expect(estimate).toMatchObject({ isExact: true, scanned: count, estimate: truth, low: truth, high: truth });
  });
});

describe('an exact count', () => {
  it('goes on from call to call, tells its progress, and ends exactly', async () => {
    const customers = createHashedCustomers(100_000, byChance);
    const truth = customers.countOf('gold');
    const deps = createDeps(customers);
    const timed = {
      ...deps,
      customers: {
        ...customers,
        scan: (...args: Parameters<CustomerSource['scan']>) => {
          deps.advance(100);
          return customers.scan(...args);
        },
      },
    };
    const progress: number[] = [];
    let count = unwrap(await countSegment(timed, isTier('gold')));
    while (count.state !== undefined) {
      progress.push(count.progress);
      expect(count.isExact).toBe(false);
      expect(count.low).toBeLessThanOrEqual(truth);
      expect(count.high).toBeGreaterThanOrEqual(truth);
      // It travels as JSON.
      count = unwrap(
        await countSegment(timed, isTier('gold'), JSON.parse(JSON.stringify(count.state)) as typeof count.state),
      );
      if (progress.length > 100) throw new Error('The count does not end.');
    }
    expect(count).toMatchObject({
      isExact: true,
      progress: 1,
      scanned: 100_000,
      matched: truth,
      estimate: truth,
      low: truth,
      high: truth,
    });
    expect(count.reach.reduce((sum, { estimate }) => sum + estimate, 0)).toBe(truth);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.length).toBeGreaterThan(0);
  });

  it('gets on even when a call has no time at all', async () => {
    const deps = createDeps(createHashedCustomers(2_000, byChance));
    let count = unwrap(await countSegment(deps, EVERYONE, undefined, 0));
    let calls = 1;
    for (; count.state !== undefined; calls += 1) count = unwrap(await countSegment(deps, EVERYONE, count.state, 0));
    expect(count.matched).toBe(2_000);
    expect(calls).toBeLessThan(100);
  });

  it('is refused to go on when the segment was changed meanwhile', async () => {
    const deps = createDeps(createHashedCustomers(100_000, byChance));
    const save = (tier: string, segmentId?: string) =>
      saveSegment(deps, {
        actor: ACTOR,
        name: 's',
        ...isTier(tier),
        ...(segmentId === undefined ? {} : { segmentId }),
      });
    const { id: segmentId } = unwrap(await save('gold')).segment;
    const begun = unwrap(await countSegment(deps, { segmentId }, undefined, 0));
    expect(begun.state).toBeDefined();
    await save('basic', segmentId);
    expect(await countSegment(deps, { segmentId }, begun.state)).toMatchObject({ error: { code: 'CONFLICT' } });
    expect(await countSegment(deps, { segmentId, version: 1 }, begun.state)).toMatchObject({ isExact: true });
  });
});
