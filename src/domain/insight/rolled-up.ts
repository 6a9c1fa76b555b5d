import { daysAfter, laterDay } from './day.ts';
import type { ParameterValues } from './statement.ts';

/**
 * How far the rollups reach: of the days before `before` they say what the events say, so a report reads those from
 * rollups and the others from the events themselves. A day that events came late for is no longer before it until it was
 * built anew, so a report is right either way and only slower. Builds later than `builtBy` are not finished.
 */
export type RolledUp = {
  readonly before: string;
  /** `YYYY-MM-DD hh:mm:ss.sss`, UTC. */
  readonly builtBy: string;
  /** No rollup is about an earlier day: Athena looks for the files of each day that it is asked for, and bills the look. */
  readonly since: string;
};

/** There are no rollups: everything is read from events. */
export const NOTHING_ROLLED_UP: RolledUp = {
  before: '0001-01-01',
  builtBy: '0001-01-01 00:00:00.000',
  since: '0001-01-01',
};

/** The moment and the state of the lake that a question is asked at. */
export type AskedAt = {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The day in Korea. */
  readonly today: string;
  readonly rolledUp: RolledUp;
};

/**
 * Which days a report reads from rollups, which from events, and the arrival days that may hold them: from the day
 * before (a clock may be five minutes fast at midnight) to tomorrow, however late an event came.
 */
export function readFrom(
  start: string,
  { today, rolledUp: { before, builtBy, since } }: AskedAt,
): ParameterValues & { readonly rawFrom: string; readonly historyFrom: string } {
  const rawFrom = laterDay(start, before);
  const historyFrom = laterDay(start, since);
  return { rawFrom, historyFrom, builtBy, arrivalFrom: daysAfter(rawFrom, -1), arrivalTo: daysAfter(today, 1) };
}
