import { TrinoSQL } from 'dt-sql-parser/dist/parser/trino/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  askActivity,
  askCost,
  askReach,
  askReturned,
  DATA_SET_DAYS,
  DATA_SET_DORMANT_DAYS,
  DATA_SET_RETURN_DAYS,
  DATA_SETS,
  dataSetSql,
  daysAfter,
  NOTHING_ROLLED_UP,
  type Asked,
} from '../../../../src/domain/insight/index.ts';
import { LAKE_TABLES, lakeTime } from '../../../../src/domain/lake/index.ts';
import { koreanDay } from '../../../../src/domain/schedule/index.ts';
import { lakeInDuckdb, type AnsweredRow, type LakeInDuckdb } from '../../../insight/lake-in-duckdb.ts';
import { eventRow } from '../../../insight/told-event.ts';

const DAY_MS = 86_400_000;
const now = Date.now();
const today = koreanDay(now);
const span = { from: daysAfter(today, 1 - DATA_SET_DAYS), to: today };
const at = { now, today, rolledUp: NOTHING_ROLLED_UP };

let lake: LakeInDuckdb;
beforeAll(async () => {
  lake = await lakeInDuckdb();
  const long = [400, 91, 90, 89, 40, 8, 7, 1, 0];
  await lake.insert(
    'events',
    long.flatMap((days) =>
      ['a', 'b'].map((customer, place) =>
        eventRow({ customer, eventId: `e${days}`, name: 'opened', at: now - days * DAY_MS - place * 60_000 }),
      ),
    ),
  );
  const message = (customer: string, days: number, change: Record<string, string | number>) => ({
    customer_key: customer,
    event_id: `${customer}-${days}-${String(change['status'])}`,
    job_id: `job-${days}`,
    run_id: `run-${days}`,
    campaign_id: days > 10 ? 'spring' : 'autumn',
    wave: 0,
    arm: customer === 'c' ? 'HOLDOUT' : 'ALL',
    channel: 'PUSH',
    at: lakeTime(now - days * DAY_MS - 3_600_000),
    day_kst: koreanDay(now - days * DAY_MS - 3_600_000),
    hour_kst: 9,
    message_class: 'AD',
    arrival_day: koreanDay(now - days * DAY_MS),
    ...change,
  });
  const sent = [95, 41, 8, 1].flatMap((days) => [
    message('a', days, { status: 'ACCEPTED' }),
    message('b', days, { status: 'ACCEPTED' }),
    message('c', days, { status: 'HELD_OUT' }),
    message('a', days, { status: 'CHARGED', parts: 1, cost_krw: 9.9 }),
    message('b', days, { status: 'CHARGED', parts: 2, channel: 'SMS' }),
  ]);
  // A record may arrive twice.
  await lake.insert('deliveries', [...sent, ...sent.slice(0, 9)]);
  await lake.insert(
    'reach',
    [100, 3, 0].map((days) => ({
      day_kst: daysAfter(today, -days),
      counted_at: lakeTime(now - days * DAY_MS),
      channel: 'PUSH',
      customers: 100,
      reachable: 90 - days,
      ad_consent: 50,
      night_consent: 10,
      arrival_day: daysAfter(today, -days),
    })),
  );
});
afterAll(() => lake.close());

const shown = (rows: readonly AnsweredRow[], columns: readonly string[]): string[] =>
  rows.map((row) => columns.map((name) => row[name] ?? '-').join(' ')).sort();

async function rowsOf(asked: Asked): Promise<AnsweredRow[]> {
  if (!asked.ok) throw new Error(asked.error.message);
  return lake.run(asked.statement);
}

/** DuckDB's own name of the database that the tables are in. */
const DATABASE = 'main';

describe.each(['active', 'messages', 'returned', 'reach'] as const)('the data set %s', (name) => {
  const sql = dataSetSql(name, DATABASE);

  it('is Trino by its grammar, and has neither a question mark nor a comment', () => {
    expect(new TrinoSQL().validate(sql)).toEqual([]);
    expect(sql).not.toMatch(/\?|--|\/\*/);
  });

  it('names the database of each table: a dashboard asks within none', () => {
    const named = dataSetSql(name, 'a_database');
    expect(named).toContain('from "a_database".');
    expect(named).not.toMatch(new RegExp(`(from|join) (${Object.keys(LAKE_TABLES).join('|')})\\b`));
  });

  it('has the columns that it says, in its order', async () => {
    const [row] = await lake.run({ sql, parameters: [] });
    expect(Object.keys(row ?? {})).toEqual(Object.keys(DATA_SETS[name].columns));
  });
});

describe('the data sets of the dashboard say what the reports say', () => {
  it.each([
    ['active', askActivity({ ...span, dormantDays: DATA_SET_DORMANT_DAYS }, at), () => true],
    ['reach', askReach(span, at), () => true],
    ['returned', askReturned({ ...span, campaignId: '', withinDays: DATA_SET_RETURN_DAYS }, at), () => true],
    [
      'messages',
      askCost(span, at),
      (row: AnsweredRow) => row['day_kst'] !== null && row['channel'] !== null && row['campaign_id'] !== null,
    ],
  ] as const)('%s', async (name, asked, isKept) => {
    const sql = dataSetSql(name, DATABASE);
    const columns = Object.keys(DATA_SETS[name].columns).filter((column) => !['cost_krw', 'share'].includes(column));
    const reported = (await rowsOf(asked)).filter(isKept);
    expect(reported.length).toBeGreaterThan(1);
    expect(shown(await lake.run({ sql, parameters: [] }), columns)).toEqual(shown(reported, columns));
  });

  it('in won, and as shares of those who got a message', async () => {
    const messages = await lake.run({ sql: dataSetSql('messages', DATABASE), parameters: [] });
    expect(messages.filter(({ channel }) => channel === 'PUSH').map((row) => Number(row['cost_krw']))).toEqual([
      9.9, 9.9, 9.9,
    ]);
    const arms = await lake.run({ sql: dataSetSql('returned', DATABASE), parameters: [] });
    expect(shown(arms, ['campaign_id', 'arm'])).toEqual([
      'autumn ALL',
      'autumn HOLDOUT',
      'spring ALL',
      'spring HOLDOUT',
    ]);
    for (const arm of arms) expect(Number(arm['share'])).toBe(Number(arm['returned']) / Number(arm['members']));
  });
});
