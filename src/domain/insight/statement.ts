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
