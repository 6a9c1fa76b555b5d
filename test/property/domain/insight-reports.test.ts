import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  askActivity,
  askBestHour,
  askEvents,
  askFunnel,
  askPeople,
  askRetention,
  buildDays,
  buildWeeks,
  daysAfter,
  NOTHING_ROLLED_UP,
  PEOPLE_KINDS,
  type Asked,
  type AskedAt,
} from '../../../src/domain/insight/index.ts';
import { lakeInDuckdb, type AnsweredRow, type LakeInDuckdb } from '../../insight/lake-in-duckdb.ts';
import {
  once,
  recountActivity,
  recountFunnel,
  recountHours,
  recountMetric,
  recountNames,
  recountRetention,
  recountValues,
} from '../../insight/recount.ts';
import { eventRow, kst, type ToldEvent } from '../../insight/told-event.ts';

const TODAY = '2026-11-28';
const FIRST = '2026-10-26';
const NOW = kst(`${TODAY} 12:00`);
const BUILT = '2026-11-28 00:00:00.000';
const CASES = Number(process.env['INSIGHT_CASES'] ?? 6);

let lake: LakeInDuckdb;
beforeAll(async () => void (lake = await lakeInDuckdb()));
afterAll(() => lake.close());

/** Names that break what is glued together, and names that an object inherits. */
const NAMES = ['view', 'cart', "o'rder", 'constructor', '장바구니', '"; drop table events; --'] as const;
const VALUES = ['A', '', "it's", '가'.normalize('NFC'), '\\', '?', '2026-11-01'] as const;

const events: fc.Arbitrary<ToldEvent[]> = fc
  .array(
    fc.record({
      customer: fc.constantFrom('a', 'b', 'c', 'd', 'e', "f'"),
      eventId: fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8', '9', 'constructor'),
      name: fc.constantFrom(...NAMES),
      // Hours, and moments beside midnight, so that ties and edges are common.
      at: fc
        .tuple(fc.integer({ min: 0, max: 33 }), fc.constantFrom(0, 1, 8, 9, 10, 11, 15, 23.999))
        .map(([day, hour]) => kst(`${daysAfter(FIRST, day)} 00:00`) + Math.round(hour * 3_600_000)),
      lateDays: fc.constantFrom(0, 0, 0, 1, 6, 40),
      attributes: fc.uniqueArray(
        fc.tuple(fc.constantFrom('coupon', 'constructor', "a'b"), fc.constantFrom(...VALUES, null)),
        { selector: ([key]) => key, maxLength: 3 },
      ),
      metrics: fc.uniqueArray(
        fc.tuple(fc.constantFrom('amountKrw', 'constructor'), fc.constantFrom(0, -3, 1_500_000_000, 3_000_000_000)),
        { selector: ([key]) => key, maxLength: 2 },
      ),
      copies: fc.constantFrom(1, 1, 1, 2),
    }),
    { maxLength: 50 },
  )
  .map((told) =>
    // One body for each (customer, id): another one is refused before it comes here.
    once(
      told.map(({ attributes, metrics, ...event }) => ({
        ...event,
        attributes: new Map(attributes),
        metrics: new Map(metrics),
      })),
    ).filter(({ at }) => at <= NOW),
  );

async function fill(told: readonly (ToldEvent & { lateDays?: number; copies?: number })[]): Promise<void> {
  await lake.empty();
  const rows = told.flatMap(({ lateDays = 0, copies = 1, ...event }) =>
    Array.from({ length: copies }, (_, copy) =>
      eventRow({ ...event, receivedAt: Math.min(NOW, event.at + lateDays * 86_400_000) + copy }),
    ),
  );
  await lake.insert('events', rows);
  // A build before the right one, which is never to be read: of other days' worth of numbers.
  for (const builtAt of ['2026-11-27 00:00:00.000', BUILT, '2026-11-28 01:00:00.000']) {
    const pass = { today: TODAY, builtAt };
    const until = builtAt === BUILT ? daysAfter(TODAY, -1) : daysAfter(TODAY, -9);
    if (builtAt > BUILT)
      await lake.insert('events', [eventRow({ customer: 'z', eventId: 'z', name: 'view', at: kst(`${FIRST} 10:00`) })]);
    for (const { table, statement } of buildDays({ from: FIRST, to: until }, pass)) await lake.build(table, statement);
    const weeks = buildWeeks({ from: FIRST, to: until }, pass);
    await lake.build(weeks.table, weeks.statement);
    if (builtAt > BUILT) await lake.connection.run("delete from events where customer_key = 'z'");
  }
}

const rolledUp: fc.Arbitrary<AskedAt['rolledUp']> = fc.oneof(
  fc.constant(NOTHING_ROLLED_UP),
  fc.integer({ min: 1, max: 33 }).map((days) => ({ before: daysAfter(FIRST, days), builtBy: BUILT, since: FIRST })),
);

async function answer(ask: (at: AskedAt) => Asked, rolled: AskedAt['rolledUp']): Promise<AnsweredRow[]> {
  const asked = ask({ now: NOW, today: TODAY, rolledUp: rolled });
  if (!asked.ok) throw new Error(asked.error.message);
  return lake.run(asked.statement);
}

const span = fc
  .tuple(fc.integer({ min: 0, max: 33 }), fc.integer({ min: 0, max: 33 }))
  .map(([a, b]) => ({ from: daysAfter(FIRST, Math.min(a, b)), to: daysAfter(FIRST, Math.max(a, b)) }));
const name = fc.option(fc.constantFrom(...NAMES), { nil: undefined, freq: 2 });

function optional(text: string | undefined): { name?: string } {
  return text === undefined ? {} : { name: text };
}

function columns(rows: readonly AnsweredRow[], separator: string, ...names: string[]): string[] {
  return rows.map((row) => names.map((column) => row[column] ?? '-').join(separator));
}

function property(
  check: (
    told: ToldEvent[],
    rolled: AskedAt['rolledUp'],
    asked: { from: string; to: string; name?: string },
  ) => Promise<void>,
) {
  return fc.assert(
    fc.asyncProperty(events, rolledUp, span, name, async (told, rolled, days, one) => {
      await fill(told);
      await check(once(told), rolled, { ...days, ...optional(one) });
    }),
    { numRuns: CASES, seed: 20_261_128 },
  );
}

const TIMEOUT = 300_000;

it(
  'activity: what SQL counts is what counting by hand counts, from events, rollups, and both',
  async () => {
    await property(async (told, rolled, asked) => {
      for (const dormantDays of [1, 7]) {
        const question = { ...asked, dormantDays };
        const rows = await answer((at) => askActivity(question, at), rolled);
        const shown = columns(
          rows,
          ' ',
          'grain',
          'period',
          'last_day',
          'active',
          'new_customers',
          'returning_customers',
          'dormant',
        );
        expect(shown).toEqual(recountActivity(told, question));
        const total = rows.at(-1);
        for (const kind of PEOPLE_KINDS) {
          const people = await answer((at) => askPeople({ ...question, kind }, at), rolled);
          const field = {
            ACTIVE: 'active',
            NEW: 'new_customers',
            RETURNING: 'returning_customers',
            DORMANT: 'dormant',
          }[kind];
          expect(String(people.length)).toBe(total?.[field]);
        }
      }
    });
  },
  TIMEOUT,
);

it(
  'retention: by the week, by any event or one',
  async () => {
    await property(async (told, rolled, asked) => {
      const rows = await answer((at) => askRetention(asked, at), rolled);
      expect(columns(rows, ' ', 'cohort', 'week', 'size', 'people', 'is_unfinished')).toEqual(
        recountRetention(told, { ...asked, today: TODAY }),
      );
    });
  },
  TIMEOUT,
);

it(
  'funnels: every way through the steps is tried',
  async () => {
    const steps = fc.shuffledSubarray([...NAMES], { minLength: 2, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        events,
        span,
        steps,
        fc.constantFrom(0.5, 1, 24, 240),
        async (told, days, names, withinHours) => {
          await fill(told);
          const question = { ...days, steps: names, withinHours };
          const [row] = await answer((at) => askFunnel(question, at), NOTHING_ROLLED_UP);
          const wanted = recountFunnel(once(told), question);
          expect(wanted.map((_, index) => Number(row?.[`step_${index + 1}`]))).toEqual(wanted);
        },
      ),
      { numRuns: CASES * 2, seed: 20_261_128 },
    );
  },
  TIMEOUT,
);

it(
  'events: by name and day, by value, by metric, by hour',
  async () => {
    await property(async (told, rolled, { from, to, name: one }) => {
      const counted = await answer((at) => askEvents({ from, to, ...optional(one) }, at), rolled);
      const shown = columns(counted, '\t', 'day_kst', 'name', 'events', 'people').map((row) =>
        row.replace('-\t-\t-', '-\t-\t0'),
      );
      expect(shown.sort()).toEqual(recountNames(told, from, to, one).sort());
      for (const key of ['coupon', 'constructor', "a'b"]) {
        const named = one ?? 'view';
        const values = await answer((at) => askEvents({ from, to, name: named, attribute: key }, at), rolled);
        expect(columns(values, '\t', 'kind', 'value', 'events').sort()).toEqual(
          recountValues(told, from, to, named, key).sort(),
        );
      }
      for (const key of ['amountKrw', 'constructor']) {
        const named = one ?? 'cart';
        const sums = await answer((at) => askEvents({ from, to, name: named, metric: key }, at), rolled);
        const found = sums.filter((row) => Number(row['events'] ?? 0) > 0);
        const read = found.map((row) => `${row['day_kst'] ?? '-'}\t${row['events']}\t${Number(row['total'])}`);
        expect(read.sort()).toEqual(recountMetric(told, from, to, named, key).sort());
      }
      const hours = await answer((at) => askBestHour({ from, to }, at), rolled);
      expect(hours.map((row) => Number(row['people']))).toEqual(recountHours(told, from, to));
    });
  },
  TIMEOUT,
);
