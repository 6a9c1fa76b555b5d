import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countReach, type CountReachDeps, type ReachProgressStore } from '../../../src/app/insight/index.ts';
import type { Customer } from '../../../src/domain/customer/index.ts';
import { aCustomer, anEndpoint, NOON } from '../domain/people.ts';

const YEAR = 366 * 86_400_000;

function memoryProgress(): ReachProgressStore {
  let kept: Awaited<ReturnType<ReachProgressStore['read']>> = { revision: 0, progress: null };
  return {
    read: async () => kept,
    put: async (progress, revision) => {
      if (kept.revision !== revision) return false;
      kept = { revision: revision + 1, progress };
      return true;
    },
  };
}

/** A world of these customers, of which a page is read in `msPerPage`. */
function world(
  customers: readonly Customer[],
  { estimate = customers.length, msPerPage = 0, takes = (): boolean => true } = {},
) {
  let now = NOON;
  const told: unknown[] = [];
  const deps: CountReachDeps = {
    customers: {
      estimateCount: async () => estimate,
      scan: async (slice, slices, cursor) => {
        now += msPerPage;
        const own = customers.filter((_, index) => index % slices === slice);
        const from = Number(cursor ?? 0);
        return { customers: own.slice(from, from + 2), cursor: from + 2 < own.length ? String(from + 2) : null };
      },
    },
    progress: memoryProgress(),
    streams: {
      put: async (_table, records) => {
        if (!takes()) return records.map((_, place) => place);
        told.push(...records.flatMap((record) => record.trim().split('\n')).map((line): unknown => JSON.parse(line)));
        return [];
      },
    },
    clock: { now: () => now, sleep: async () => undefined },
    ids: { random: () => 0.5 },
  };
  return { deps, told, pass: (budgetMs = 60_000) => countReach(deps, budgetMs), wait: (ms: number) => (now += ms) };
}

const granted = (at: number) => ({ state: 'GRANTED', at, source: 'app' }) as const;
const withdrawn = { state: 'WITHDRAWN', at: NOON - 2, source: 'app' } as const;

const PEOPLE = [
  aCustomer({ consent: { PUSH: { ad: granted(NOON - 1), night: granted(NOON - 1) } } }),
  aCustomer({ consent: { PUSH: { ad: granted(NOON - 1), night: withdrawn } } }),
  // Longer ago than two years, not yet, and withdrawn.
  aCustomer({ consent: { PUSH: { ad: granted(NOON - 2 * YEAR) } } }),
  aCustomer({ consent: { PUSH: { ad: granted(NOON + 1) } } }),
  aCustomer({ consent: { PUSH: { ad: withdrawn, night: granted(NOON - 1) } } }),
  // No address that anything can be sent to.
  aCustomer({ endpoints: [anEndpoint({ optOut: 'ALL' })], consent: { PUSH: { ad: granted(NOON - 1) } } }),
  aCustomer({
    endpoints: [
      anEndpoint({ status: 'INACTIVE' }),
      anEndpoint({ id: 'm', channelType: 'EMAIL', address: 'a@example.com' }),
    ],
  }),
];

it('counts of everybody whom each channel reaches, with a consent that still counts, by day and at night', async () => {
  const { pass, told } = world(PEOPLE);
  expect(await pass()).toEqual({ kind: 'COUNTED', day: '2026-11-23', customers: 7 });
  const day = { day_kst: '2026-11-23', customers: 7 };
  expect(told).toMatchObject([
    { ...day, channel: 'PUSH', reachable: 5, ad_consent: 2, night_consent: 1 },
    { ...day, channel: 'EMAIL', reachable: 1, ad_consent: 0, night_consent: 0 },
    { ...day, channel: 'SMS', reachable: 0, ad_consent: 0, night_consent: 0 },
    { ...day, channel: 'CUSTOM', reachable: 0, ad_consent: 0, night_consent: 0 },
  ]);
});

it('counts once a day, and anew on the next', async () => {
  const { pass, told, wait } = world(PEOPLE);
  await pass();
  wait(3_600_000);
  expect(await pass()).toMatchObject({ kind: 'COUNTED', customers: 7 });
  expect(told).toHaveLength(4);
  wait(86_400_000);
  expect(await pass()).toMatchObject({ kind: 'COUNTED', day: '2026-11-24' });
  expect(told).toHaveLength(8);
});

it('is told to the lake by the next pass when the lake took nothing', async () => {
  let isBusy = true;
  const { pass, told } = world(PEOPLE, { takes: () => !isBusy });
  await expect(pass()).rejects.toMatchObject({ code: 'LAKE_BUSY' });
  isBusy = false;
  expect(await pass()).toMatchObject({ kind: 'COUNTED', customers: 7 });
  expect(told).toHaveLength(4);
});

it('counts everybody once, over however many passes and slices it takes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(60),
      fc.integer({ min: 1, max: 2_000_000 }),
      fc.nat(3_000),
      async (size, estimate, msPerPage) => {
        const customers = Array.from({ length: size }, (_, index) => aCustomer({ id: `c${index}` }));
        const { pass, told } = world(customers, { estimate, msPerPage });
        let passes = 0;
        for (let counted = await pass(0); counted.kind !== 'COUNTED'; counted = await pass(0)) {
          expect(counted).toMatchObject({ kind: 'UNFINISHED' });
          passes += 1;
          expect(passes).toBeLessThan(100);
        }
        expect(told).toHaveLength(4);
        expect(told[0]).toMatchObject({ customers: size, reachable: size });
      },
    ),
    { numRuns: 60 },
  );
});

it('leaves the day to whoever counts it at the same time', async () => {
  const { deps, told } = world(PEOPLE);
  const both = await Promise.all([countReach(deps, 60_000), countReach(deps, 60_000)]);
  expect(both.map(({ kind }) => kind).sort()).toEqual(['COUNTED', 'ELSEWHERE']);
  expect(told).toHaveLength(4);
});
