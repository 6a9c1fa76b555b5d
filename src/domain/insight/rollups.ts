import type { DerivedTableName } from '../lake/index.ts';
import { daysAfter, mondayOf, type Span } from './day.ts';
import { fillStatement, type Statement } from './statement.ts';

/**
 * What rollups say and how: a number higher than before wherever a statement that builds them makes something else of the
 * same events. Rollups of another form are read by no report, and built anew by the next pass.
 */
export const ROLLUP_FORM = 2;

/** A rollup, and the statement whose answer are its rows. */
export type RollupBuild = { readonly table: DerivedTableName; readonly statement: Statement };

/** The days of a lake, and when they are built: `builtAt` is `YYYY-MM-DD hh:mm:ss.sss` in UTC. */
export type BuildPass = { readonly today: string; readonly builtAt: string };

function arrivals({ from }: Span, today: string) {
  return { arrivalFrom: daysAfter(from, -1), arrivalTo: daysAfter(today, 1) };
}

/** Makes the rollups of a span of days anew, from all that is known of these days. */
export function buildDays(span: Span, { today, builtAt }: BuildPass): RollupBuild[] {
  const values = { ...span, builtAt, ...arrivals(span, today) };
  return [
    { table: 'user_day', statement: fillStatement('build-user-day', values) },
    { table: 'event_day', statement: fillStatement('build-event-day', values) },
  ];
}

/** Makes those of the weeks that a span of days touches, from days that are built by `builtAt`. */
export function buildWeeks({ from, to }: Span, { builtAt }: BuildPass): RollupBuild {
  const values = { from: mondayOf(from), to: daysAfter(mondayOf(to), 6), builtAt, builtBy: builtAt };
  return { table: 'user_week', statement: fillStatement('build-user-week', values) };
}

/** Counts the records that the lake holds of each day of a span. */
export function countRecords(span: Span, today: string): Statement {
  return fillStatement('count-records', { ...span, ...arrivals(span, today) });
}
