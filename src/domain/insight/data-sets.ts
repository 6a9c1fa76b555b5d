import { LAKE_TABLES } from '../lake/index.ts';
import { STATEMENTS } from './generated/statements.ts';
import type { StatementName } from './statement.ts';

/** A data set of a dashboard: rows of one of the reports, with what a chart needs of them. */
type DataSet = {
  readonly title: string;
  readonly columns: Readonly<Record<string, DataSetColumn>>;
  readonly report: StatementName;
  /** What stands for parameters of this report alone. */
  readonly values?: Readonly<Record<string, string>>;
  /** Of columns that the report has under another name, or not at all. */
  readonly reckoned?: Readonly<Record<string, string>>;
  readonly where?: string;
};

/** The type of a column of a data set, as Trino calls it. */
export type DataSetColumn = 'varchar' | 'bigint' | 'double';

/** How many days a data set is about, today included. */
export const DATA_SET_DAYS = 90;
/** How long after a message somebody comes back by it. */
export const DATA_SET_RETURN_DAYS = 7;
/** After how many days without activity somebody is dormant. */
export const DATA_SET_DORMANT_DAYS = 30;

/** A dashboard asks at no certain moment: its days are reckoned when it does, and are constants before anything is read. */
const TODAY = "cast(current_timestamp at time zone 'Asia/Seoul' as date)";

function fromToday(days: number): string {
  const moved = `${TODAY} ${days < 0 ? '-' : '+'} interval '${Math.abs(days)}' day`;
  return `cast(cast(${moved} as date) as varchar)`;
}

const FROM = fromToday(1 - DATA_SET_DAYS);

/**
 * What stands for each parameter of the reports, as SQL. How far the rollups reach is known outside the lake alone, so
 * everything is read from events, which is right at any time: no day lies before the first that is read from them.
 */
const MOVING_SPAN: Readonly<Record<string, string>> = {
  from: FROM,
  to: fromToday(0),
  timesFrom: FROM,
  arrivalFrom: fromToday(-DATA_SET_DAYS),
  arrivalTo: fromToday(1),
  laterTo: fromToday(DATA_SET_RETURN_DAYS + 1),
  builtBy: "'0001-01-01 00:00:00.000'",
  now: "cast(current_timestamp at time zone 'UTC' as timestamp)",
  withinMs: `'${DATA_SET_RETURN_DAYS * 86_400_000}'`,
  dormantDays: `'${DATA_SET_DORMANT_DAYS}'`,
  name: "''",
  campaignId: "''",
  runId: "''",
};

/** Who is new is known from all of the lake. */
const ALL_HISTORY = { historyFrom: "'2000-01-01'", rawFrom: "'2000-01-01'", arrivalFrom: "'1999-12-31'" };

/** The data sets of the dashboard: the SQL of the built-in reports, so that both show the same numbers. */
export const DATA_SETS = {
  active: {
    title: 'Active customers',
    report: 'activity',
    values: ALL_HISTORY,
    columns: {
      grain: 'varchar',
      period: 'varchar',
      active: 'bigint',
      new_customers: 'bigint',
      returning_customers: 'bigint',
      dormant: 'bigint',
    },
  },
  messages: {
    title: 'Messages and what they cost',
    report: 'cost',
    columns: {
      day_kst: 'varchar',
      channel: 'varchar',
      campaign_id: 'varchar',
      messages: 'bigint',
      cost_krw: 'double',
      unpriced: 'bigint',
    },
    reckoned: { cost_krw: 'cast(cost_micros as double) / 1000000' },
    // Charts add up for themselves: the sums of the report are left out.
    where: 'day_kst is not null and channel is not null and campaign_id is not null',
  },
  returned: {
    title: 'Who came back, by arm',
    report: 'returned',
    columns: {
      campaign_id: 'varchar',
      arm: 'varchar',
      members: 'bigint',
      returned: 'bigint',
      share: 'double',
      open_windows: 'bigint',
    },
    reckoned: { share: 'cast(returned as double) / members' },
  },
  reach: {
    title: 'Reach and consent',
    report: 'reach',
    columns: {
      day_kst: 'varchar',
      channel: 'varchar',
      reachable: 'bigint',
      ad_consent: 'bigint',
      night_consent: 'bigint',
    },
  },
} as const satisfies Readonly<Record<string, DataSet>>;

/** The name of one of them. */
export type DataSetName = keyof typeof DATA_SETS;

/** The SQL of a data set over the tables of a database, which is named: a dashboard asks within none. */
export function dataSetSql(name: DataSetName, database: string): string {
  const { report, columns, values, reckoned = {}, where }: DataSet = DATA_SETS[name];
  const selected = Object.keys(columns).map((column) => {
    const sql = Object.hasOwn(reckoned, column) ? reckoned[column] : undefined;
    return sql === undefined ? column : `${sql} as ${column}`;
  });
  const rows = `select ${selected.join(', ')}\nfrom (\n${overMovingSpan(report, database, values)}\n) r`;
  return where === undefined ? rows : `${rows}\nwhere ${where}`;
}

/** The SQL of a report over the days of a data set: no question mark is left, and no comment. */
function overMovingSpan(
  report: StatementName,
  database: string,
  values: Readonly<Record<string, string>> = {},
): string {
  const given = { ...MOVING_SPAN, ...values };
  const filled = STATEMENTS[report].sql.replace(/\? \/\* (\w+) \*\//g, (_, parameter: string) => {
    const value = Object.hasOwn(given, parameter) ? given[parameter] : undefined;
    if (value === undefined) throw new Error(`${report}.sql asks for ${parameter}, which no data set knows.`);
    return value;
  });
  const tables = new RegExp(`\\b(from|join) (${Object.keys(LAKE_TABLES).join('|')})\\b`, 'g');
  return filled
    .replace(/^\s*--.*\n/gm, '')
    .replace(tables, (_, word: string, table: string) => `${word} "${database}".${table}`)
    .trimEnd();
}
