import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  askBestHour,
  askCost,
  askReach,
  askReturned,
  buildDays,
  daysAfter,
  NOTHING_ROLLED_UP,
  type Asked,
  type AskedAt,
} from '../../../src/domain/insight/index.ts';
import { lakeTime } from '../../../src/domain/lake/index.ts';
import { koreanDay } from '../../../src/domain/schedule/index.ts';
import { lakeInDuckdb, type AnsweredRow, type LakeInDuckdb } from '../../insight/lake-in-duckdb.ts';
import { eventRow, koreanHour, kst } from '../../insight/told-event.ts';

const TODAY = '2026-11-28';
const FIRST = '2026-11-10';
const NOW = kst(`${TODAY} 12:00`);
const BUILT = `${TODAY} 00:00:00.000`;
const DAY_MS = 86_400_000;
const RUNS = { numRuns: Number(process.env['INSIGHT_CASES'] ?? 6), seed: 20_261_128 };
const TIMEOUT = 300_000;

let lake: LakeInDuckdb;
beforeAll(async () => void (lake = await lakeInDuckdb()));
afterAll(() => lake.close());

const moment = fc
  .tuple(fc.integer({ min: 0, max: 18 }), fc.constantFrom(0, 1, 9, 23.999))
  .map(([day, hour]) => Math.min(NOW, kst(`${daysAfter(FIRST, day)} 00:00`) + Math.round(hour * 3_600_000)));
const customer = fc.constantFrom('a', 'b', 'c', "d'");
const deliveries = fc.array(
  fc.record({
    customer,
    jobId: fc.constantFrom('j1', 'j2'),
    arm: fc.constantFrom('A', 'B', 'HOLDOUT'),
    campaignId: fc.constantFrom("win'back", 'other'),
    channel: fc.constantFrom('PUSH', 'SMS'),
    status: fc.constantFrom('ACCEPTED', 'OPENED', 'CLICKED', 'FAILED', 'CHARGED'),
    at: moment,
    cost: fc.constantFrom(0.1, 0.2, 9.9, 1_500_000_000, null),
    copies: fc.constantFrom(1, 2),
  }),
  { maxLength: 40 },
);
type Delivery = typeof deliveries extends fc.Arbitrary<(infer D)[]> ? D : never;

async function fill(rows: readonly Delivery[]): Promise<void> {
  await lake.empty();
  const table = rows.flatMap((row, index) =>
    Array.from({ length: row.copies }, () => ({
      customer_key: row.customer,
      event_id: `d${index}`,
      job_id: row.jobId,
      run_id: row.jobId,
      campaign_id: row.campaignId,
      wave: 0,
      arm: row.arm,
      channel: row.arm === 'HOLDOUT' ? null : row.channel,
      status: statusOf(row),
      at: lakeTime(row.at),
      day_kst: koreanDay(row.at),
      hour_kst: koreanHour(row.at),
      message_class: 'ADVERTISING',
      cost_krw: row.cost,
      parts: 1,
      arrival_day: koreanDay(row.at),
    })),
  );
  await lake.insert('deliveries', table);
}

function statusOf({ arm, status }: Delivery): string {
  return arm === 'HOLDOUT' && status !== 'CHARGED' ? 'HELD_OUT' : status;
}

async function answer(ask: (at: AskedAt) => Asked, isRolledUp = false): Promise<AnsweredRow[]> {
  const rolledUp = isRolledUp ? { ...NOTHING_ROLLED_UP, before: TODAY, builtBy: BUILT } : NOTHING_ROLLED_UP;
  const asked = ask({ now: NOW, today: TODAY, rolledUp });
  if (!asked.ok) throw new Error(asked.error.message);
  return lake.run(asked.statement);
}

const within =
  (from: string, to: string) =>
  ({ at }: { readonly at: number }) =>
    koreanDay(at) >= from && koreanDay(at) <= to;
const span = fc
  .tuple(fc.integer({ min: 0, max: 18 }), fc.integer({ min: 0, max: 18 }))
  .map(([a, b]) => ({ from: daysAfter(FIRST, Math.min(a, b)), to: daysAfter(FIRST, Math.max(a, b)) }));

it(
  'E13: costs add up to the millionth of a won, whatever the order',
  async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, span, async (rows, { from, to }) => {
        await fill(rows);
        const sums = new Map<string, [number, bigint, number]>([['- - -', [0, 0n, 0]]]);
        for (const row of rows.filter((one) => one.status === 'CHARGED').filter(within(from, to))) {
          const [day, channel, campaign] = [
            koreanDay(row.at),
            row.arm === 'HOLDOUT' ? 'NONE' : row.channel,
            row.campaignId,
          ];
          const keys = [`${day} ${channel} ${campaign}`, `${day} - -`, `- ${channel} -`, `- - ${campaign}`, '- - -'];
          for (const key of keys) {
            const [messages, micros, unpriced] = sums.get(key) ?? [0, 0n, 0];
            const own = row.cost === null ? 0n : BigInt(Math.round(row.cost * 10)) * 100_000n;
            sums.set(key, [messages + 1, micros + own, unpriced + (row.cost === null ? 1 : 0)]);
          }
        }
        const answered = await answer((at) => askCost({ from, to }, at));
        const shown = answered.map((row) => {
          const key = [row['day_kst'], row['channel'], row['campaign_id']].map((word) => word ?? '-').join(' ');
          return `${key} ${row['messages']} ${row['cost_micros']} ${row['unpriced']}`;
        });
        expect(shown.sort()).toEqual([...sums].map(([key, sum]) => `${key} ${sum.join(' ')}`).sort());
      }),
      RUNS,
    );
  },
  TIMEOUT,
);

it(
  'who came back is counted by arm, from rollups as from events',
  async () => {
    const events = fc.array(fc.record({ customer, at: moment }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        deliveries,
        events,
        span,
        fc.constantFrom(1, 3),
        async (rows, told, { from, to }, withinDays) => {
          await fill(rows);
          const done = told.map((event, index) => eventRow({ ...event, eventId: `e${index}`, name: 'x' }));
          await lake.insert('events', done);
          for (const { table, statement } of buildDays(
            { from: FIRST, to: daysAfter(TODAY, -1) },
            { today: TODAY, builtAt: BUILT },
          )) {
            await lake.build(table, statement);
          }
          const firsts = new Map<string, Delivery>();
          for (const row of rows.filter(within(from, to))) {
            if (row.campaignId !== "win'back" || !['ACCEPTED', 'HELD_OUT'].includes(statusOf(row))) continue;
            const key = `${row.customer} ${row.jobId}`;
            const other = firsts.get(key);
            if (other === undefined || row.at < other.at) firsts.set(key, row);
          }
          // Two first messages of one moment in two arms do not happen; which arm then counts is not said.
          const isTie = [...firsts.values()].some((row) =>
            rows.some(
              (other) =>
                other !== row && other.at === row.at && other.customer === row.customer && other.arm !== row.arm,
            ),
          );
          if (isTie) return;
          const arms = new Map<string, [number, number]>();
          for (const { arm, at, customer: key } of firsts.values()) {
            const [members, returned] = arms.get(arm) ?? [0, 0];
            const came = told.some(
              (event) => event.customer === key && event.at > at && event.at <= at + withinDays * DAY_MS,
            );
            arms.set(arm, [members + 1, returned + (came ? 1 : 0)]);
          }
          const wanted = [...arms].map(([arm, counts]) => `${arm} ${counts.join(' ')}`).sort();
          for (const isRolledUp of [false, true]) {
            const answered = await answer(
              (at) => askReturned({ from, to, campaignId: "win'back", withinDays }, at),
              isRolledUp,
            );
            expect(answered.map((row) => `${row['arm']} ${row['members']} ${row['returned']}`).sort()).toEqual(wanted);
          }
        },
      ),
      RUNS,
    );
  },
  TIMEOUT,
);

it(
  'of the messages sent in each hour, those opened are counted once',
  async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, span, async (rows, { from, to }) => {
        await fill(rows);
        const hours = Array.from({ length: 24 }, () => [0, 0] as [number, number]);
        const until = daysAfter(to, 7);
        for (const key of new Set(rows.map((row) => `${row.customer} ${row.jobId}`))) {
          const own = rows.filter((row) => `${row.customer} ${row.jobId}` === key).filter(within(from, until));
          const sent = own.filter((row) => statusOf(row) === 'ACCEPTED').sort((a, b) => a.at - b.at)[0];
          const hour = sent === undefined || koreanDay(sent.at) > to ? undefined : hours[koreanHour(sent.at)];
          if (hour === undefined) continue;
          hour[0] += 1;
          hour[1] += own.some((row) => ['OPENED', 'CLICKED'].includes(statusOf(row))) ? 1 : 0;
        }
        const answered = await answer((at) => askBestHour({ from, to }, at));
        expect(answered.map((row) => [Number(row['sent']), Number(row['opened'])])).toEqual(hours);
      }),
      RUNS,
    );
  },
  TIMEOUT,
);

it('reach is what was counted last on a day, beside the decisions of the day, each once', async () => {
  await lake.empty();
  const count = {
    customers: 10,
    reachable: 8,
    ad_consent: 5,
    night_consent: 2,
    channel: 'PUSH',
    day_kst: TODAY,
    arrival_day: TODAY,
  };
  await lake.insert('reach', [
    { ...count, counted_at: '2026-11-28 01:00:00.000' },
    { ...count, ad_consent: 6, counted_at: '2026-11-28 02:00:00.000' },
  ]);
  const said = {
    customer_key: 'a',
    channel: 'PUSH',
    kind: 'AD',
    source: 'app',
    at: '2026-11-28 01:00:00.000',
    hour_kst: 10,
  };
  const days = { day_kst: TODAY, arrival_day: TODAY };
  await lake.insert('consents', [
    { ...said, ...days, event_id: '1', value: 'GRANTED' },
    { ...said, ...days, event_id: '1', value: 'GRANTED' },
    { ...said, ...days, event_id: '2', value: 'WITHDRAWN' },
    { ...said, ...days, event_id: '3', value: 'GRANTED', channel: 'SMS' },
  ]);
  const rows = await answer((at) => askReach({ from: FIRST, to: TODAY }, at));
  const shown = rows.map((row) =>
    ['channel', 'reachable', 'ad_consent', 'ad_granted', 'ad_withdrawn'].map((name) => row[name]),
  );
  expect(shown).toEqual([
    ['PUSH', '8', '6', '1', '1'],
    ['SMS', null, null, '1', '0'],
  ]);
});
