import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  askActivity,
  askEvents,
  askFunnel,
  askPeople,
  askRetention,
  buildDays,
  buildWeeks,
  countRecords,
  daysAfter,
  NOTHING_ROLLED_UP,
  type Asked,
  type AskedAt,
} from '../../../../src/domain/insight/index.ts';
import { koreanDay } from '../../../../src/domain/schedule/index.ts';
import { lakeInDuckdb, type AnsweredRow, type LakeInDuckdb } from '../../../insight/lake-in-duckdb.ts';
import { eventRow, kst, toldEvents, type ToldEvent } from '../../../insight/told-event.ts';

const NOW = kst('2026-11-28 12:00');
const TODAY = '2026-11-28';
const BUILT = '2026-11-28 00:00:00.000';

let lake: LakeInDuckdb;
beforeAll(async () => void (lake = await lakeInDuckdb()));
beforeEach(() => lake.empty());
afterAll(() => lake.close());

async function tell(events: readonly ToldEvent[]): Promise<void> {
  await lake.insert('events', events.map(eventRow));
  const pass = { today: TODAY, builtAt: BUILT };
  const days = events.map(({ at }) => koreanDay(at)).filter((day) => day < TODAY);
  const from = days.reduce((a, b) => (a < b ? a : b), TODAY);
  for (const { table, statement } of buildDays({ from, to: daysAfter(TODAY, -1) }, pass)) {
    await lake.build(table, statement);
  }
  const weeks = buildWeeks({ from, to: daysAfter(TODAY, -1) }, pass);
  await lake.build(weeks.table, weeks.statement);
}

/** The same from events alone, from rollups but for today, and from rollups of the time before the 20th. */
async function answer(ask: (at: AskedAt) => Asked): Promise<AnsweredRow[]> {
  const answers: AnsweredRow[][] = [];
  for (const before of [NOTHING_ROLLED_UP.before, TODAY, '2026-11-20']) {
    const rolledUp =
      before === NOTHING_ROLLED_UP.before ? NOTHING_ROLLED_UP : { ...NOTHING_ROLLED_UP, before, builtBy: BUILT };
    const asked = ask({ now: NOW, today: TODAY, rolledUp });
    if (!asked.ok) throw new Error(asked.error.message);
    answers.push(await lake.run(asked.statement));
  }
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
  return answers[0] ?? [];
}

function columns(rows: readonly AnsweredRow[], ...names: string[]): string[] {
  return rows.map((row) => names.map((name) => row[name] ?? '-').join(' '));
}

describe('E1: two customers who count their events alike', () => {
  it('are two people with two events, and what arrived twice is there once', async () => {
    const [a, b] = toldEvents([
      ['c1', 'order', '2026-11-28 10:00'],
      ['c2', 'order', '2026-11-28 11:00'],
    ]).map((event) => ({ ...event, eventId: '1' }));
    if (a === undefined || b === undefined) throw new Error('Two were told.');
    await tell([a, b, { ...a, receivedAt: a.at + 40_000 }]);
    const rows = await answer((at) => askEvents({ from: TODAY, to: TODAY, name: 'order' }, at));
    expect(columns(rows, 'day_kst', 'name', 'events', 'people')).toContain('2026-11-28 order 2 2');
  });
});

describe('E4: midnight in Korea', () => {
  it('counts each event on its own day, though both arrived after midnight', async () => {
    const late = kst('2026-11-27 23:59:58');
    await tell([
      { customer: 'a', eventId: '1', name: 'x', at: late, receivedAt: kst('2026-11-28 00:00:03') },
      { customer: 'a', eventId: '2', name: 'x', at: kst('2026-11-28 03:00') },
    ]);
    const rows = await answer((at) => askEvents({ from: '2026-11-27', to: TODAY, name: 'x' }, at));
    expect(columns(rows, 'day_kst', 'name', 'events')).toEqual(
      expect.arrayContaining(['2026-11-27 x 1', '2026-11-28 x 1']),
    );
    const records = await lake.run(countRecords({ from: '2026-11-26', to: TODAY }, TODAY));
    expect(columns(records, 'day_kst', 'records')).toEqual(['2026-11-27 1', '2026-11-28 1']);
  });
});

describe('E5: weekly retention', () => {
  const starts = toldEvents([
    ['u1', 'session_started', '2026-11-02 09:00'],
    ['u1', 'session_started', '2026-11-10 10:00'],
    ['u1', 'session_started', '2026-11-25 20:00'],
    ['u2', 'session_started', '2026-11-08 23:59'],
    ['u2', 'session_started', '2026-11-09 00:01'],
    ['u3', 'session_started', '2026-11-09 08:59'],
    ['u3', 'session_started', '2026-11-23 12:00'],
    ['u4', 'session_started', '2026-11-11 12:00'],
    ['u4', 'session_started', '2026-11-12 12:00'],
    ['u4', 'session_started', '2026-11-27 09:00'],
  ]);

  it.each([undefined, 'session_started'])(
    'begins weeks on Monday in Korea, and marks those not over (%s)',
    async (name) => {
      await tell(starts);
      const question = { from: '2026-11-02', to: TODAY, ...(name === undefined ? {} : { name }) };
      const rows = await answer((at) => askRetention(question, at));
      const of = (cohort: string): string[] =>
        columns(
          rows.filter((row) => row['cohort'] === cohort),
          'weeks_later',
          'size',
          'people',
          'is_unfinished',
        );
      expect(of('2026-11-02')).toEqual(['0 2 2 false', '1 2 2 false', '2 2 0 false', '3 2 1 true']);
      expect(of('2026-11-09')).toEqual(['0 2 2 false', '1 2 0 false', '2 2 2 true']);
      expect(of('2026-11-16')).toEqual(['0 0 0 false', '1 0 0 true']);
      expect(of('2026-11-23')).toEqual(['0 0 0 true']);
    },
  );

  it('counts nobody for what they did after the last day asked for, though its week is rolled up', async () => {
    await tell(starts);
    const rows = await answer((at) => askRetention({ from: '2026-11-09', to: '2026-11-09' }, at));
    expect(columns(rows, 'cohort', 'size', 'people')).toEqual(['2026-11-09 1 1']);
    const untilSunday = await answer((at) => askRetention({ from: '2026-11-09', to: '2026-11-15' }, at));
    expect(columns(untilSunday, 'cohort', 'size', 'people')).toEqual(['2026-11-09 2 2']);
  });
});

describe('E6: the funnel view, cart, order within 24 hours', () => {
  it('lets every first step open a window, and takes a tie for in order', async () => {
    await tell(
      toldEvents([
        ['a', 'view', '2026-11-20 10:00'],
        ['a', 'cart', '2026-11-20 10:05'],
        ['a', 'order', '2026-11-20 10:10'],
        ['b', 'cart', '2026-11-20 09:00'],
        ['b', 'view', '2026-11-20 09:10'],
        ['b', 'order', '2026-11-20 09:20'],
        ['c', 'view', '2026-11-20 10:00'],
        ['c', 'cart', '2026-11-20 10:00'],
        ['c', 'order', '2026-11-20 10:01'],
        ['d', 'view', '2026-11-18 10:00'],
        ['d', 'view', '2026-11-20 10:00'],
        ['d', 'cart', '2026-11-20 10:30'],
        ['d', 'order', '2026-11-20 11:00'],
        ['e', 'view', '2026-11-20 10:00'],
        ['e', 'view', '2026-11-20 10:01'],
        ['e', 'cart', '2026-11-20 10:02'],
        ['f', 'cart', '2026-11-20 09:00'],
        ['f', 'view', '2026-11-20 09:10'],
        ['f', 'cart', '2026-11-20 09:15'],
        ['f', 'order', '2026-11-20 09:20'],
      ]),
    );
    for (const from of ['2026-11-20', '2026-11-18']) {
      const question = { from, to: '2026-11-20', steps: ['view', 'cart', 'order'], withinHours: 24 };
      const rows = await answer((at) => askFunnel(question, at));
      expect(columns(rows, 'step_1', 'step_2', 'step_3', 'step_4')).toEqual(['6 5 4 0']);
    }
  });

  it('begins and ends at midnight in Korea, and lets what follows the last moment of a first step be later', async () => {
    await tell(
      toldEvents([
        ['before', 'view', '2026-11-19 23:59'],
        ['before', 'cart', '2026-11-20 00:00'],
        ['first', 'view', '2026-11-20 00:00'],
        ['last', 'view', '2026-11-20 23:59'],
        ['last', 'cart', '2026-11-21 23:59'],
        ['after', 'view', '2026-11-21 00:00'],
        ['after', 'cart', '2026-11-21 00:01'],
      ]),
    );
    const question = { from: '2026-11-20', to: '2026-11-20', steps: ['view', 'cart'], withinHours: 24 };
    expect(columns(await answer((at) => askFunnel(question, at)), 'step_1', 'step_2')).toEqual(['2 1']);
  });
});

describe('E7: a week of three people', () => {
  it('counts people in each row by themselves, and lists those whom it counts', async () => {
    const days = ['16', '17', '18', '19', '20', '21', '22'];
    await tell(
      toldEvents([
        ...days.map((day) => ['A', 'x', `2026-11-${day} 10:00`] as const),
        ['B', 'x', '2026-11-16 10:00'],
        ['B', 'x', '2026-11-17 10:00'],
        ['C', 'x', '2026-11-22 23:59'],
      ]),
    );
    const question = { from: '2026-11-16', to: '2026-11-22', dormantDays: 30 };
    const rows = await answer((at) => askActivity(question, at));
    const of = (grain: string): string[] =>
      columns(
        rows.filter((row) => row['grain'] === grain),
        'active',
      );
    expect(of('DAY')).toEqual(['2', '2', '1', '1', '1', '1', '2']);
    expect(of('WEEK')).toEqual(['3']);
    expect(of('TOTAL')).toEqual(['3']);
    const people = await answer((at) => askPeople({ ...question, kind: 'ACTIVE' }, at));
    expect(columns(people, 'customer_key')).toEqual(['A', 'B', 'C']);
  });
});

describe('E8: a coupon that is there, empty, null and absent', () => {
  it('adds up to the events', async () => {
    const [a, b, c, d] = toldEvents([
      ['u1', 'purchase', '2026-11-27 10:00'],
      ['u2', 'purchase', '2026-11-27 10:00'],
      ['u3', 'purchase', '2026-11-28 10:00'],
      ['u4', 'purchase', '2026-11-28 10:00'],
    ]);
    if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('Four were told.');
    await tell([
      { ...a, attributes: new Map([['coupon', 'A']]) },
      { ...b, attributes: new Map([['coupon', '']]) },
      {
        ...c,
        attributes: new Map([
          ['coupon', null],
          ['other', 'B'],
        ]),
      },
      { ...d, attributes: new Map([['other', 'A']]) },
    ]);
    const question = { from: '2026-11-27', to: TODAY, name: 'purchase', attribute: 'coupon' };
    const rows = await answer((at) => askEvents(question, at));
    expect(columns(rows, 'kind', 'value', 'events').sort()).toEqual(['EMPTY  1', 'NONE  2', 'VALUE A 1']);
  });
});

describe('E13: sums beyond what GraphQL calls an Int', () => {
  it('are exact', async () => {
    const [a, b] = toldEvents([
      ['u1', 'order', '2026-11-27 10:00'],
      ['u2', 'order', '2026-11-28 10:00'],
    ]);
    if (a === undefined || b === undefined) throw new Error('Two were told.');
    await tell([
      { ...a, metrics: new Map([['amountKrw', 1_500_000_000]]) },
      { ...b, metrics: new Map([['amountKrw', 1_200_000_000]]) },
    ]);
    const question = { from: '2026-11-27', to: TODAY, name: 'order', metric: 'amountKrw' };
    const rows = await answer((at) => askEvents(question, at));
    expect(rows.map((row) => [row['day_kst'], Number(row['total'])])).toEqual([
      ['2026-11-27', 1_500_000_000],
      ['2026-11-28', 1_200_000_000],
      [null, 2_700_000_000],
    ]);
  });
});
