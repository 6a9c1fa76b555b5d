import { STATEMENTS } from './generated/statements.ts';

/** The name of an SQL file of the reports, without its ending. */
export type StatementName = keyof typeof STATEMENTS;

/** SQL of Trino's dialect, with the values of its question marks in their order. */
export type Statement = { readonly sql: string; readonly parameters: readonly string[] };

/** What each named parameter is given; times are `YYYY-MM-DD hh:mm:ss.sss` in UTC, days `YYYY-MM-DD`. */
export type ParameterValues = Readonly<Record<string, string | number>>;

/** The statement of a file with the values of its parameters. A value that is missing is a bug, and throws. */
export function fillStatement(name: StatementName, values: ParameterValues): Statement {
  const { sql, parameters } = STATEMENTS[name];
  return {
    sql,
    parameters: parameters.map((parameter) => {
      const value = Object.hasOwn(values, parameter) ? values[parameter] : undefined;
      if (value === undefined) throw new Error(`${name}.sql asks for ${parameter}, which has no value.`);
      return String(value);
    }),
  };
}

/** What the moment and the state of the lake decide: it may differ between two calls that ask the same. */
const OF_THE_MOMENT: ReadonlySet<string> = new Set([
  'arrivalFrom',
  'arrivalTo',
  'builtBy',
  'historyFrom',
  'laterTo',
  'now',
  'rawFrom',
  'timesFrom',
  'today',
  'weeksBefore',
]);

const PARAMETERS_BY_SQL: ReadonlyMap<string, readonly string[]> = new Map(
  Object.values(STATEMENTS).map(({ sql, parameters }) => [sql, parameters]),
);

/** Whether two statements ask the same, each at its own moment. */
export function asksTheSame(one: Statement, other: Statement): boolean {
  if (one.sql !== other.sql || one.parameters.length !== other.parameters.length) return false;
  const names = PARAMETERS_BY_SQL.get(one.sql) ?? [];
  return one.parameters.every(
    (value, place) => value === other.parameters[place] || OF_THE_MOMENT.has(names[place] ?? ''),
  );
}
