import { Cron } from 'croner';
import { refuse, type Refused } from '../result.ts';
import { dayOf, type WallTime } from './wall-time.ts';

/** Of croner's additions to cron these mean one thing: the last day (`L`), the nearest weekday (`W`), the nth (`#`). */
const FIELD = /^[\d*,/A-Z#-]+$/i;

/**
 * Whether a day must fit both fields of days. As in Vixie's cron (and cronie, its heir) a field is free when it begins with
 * a wildcard, so that every second day and MON are the Mondays among them, and only two restricted fields mean either.
 */
function needsBothDays(expression: string): boolean {
  const [, , day = '', , weekday = ''] = expression.trim().split(/\s+/);
  return day.startsWith('*') || weekday.startsWith('*');
}

/**
 * croner counts in UTC here (by an offset: five times as fast as by the name): it enumerates what clocks show, and
 * which moments those are is for our zones to say. It is made anew for each use, because a Cron keeps state between
 * calls.
 */
function read(expression: string): Cron {
  const domAndDow = needsBothDays(expression);
  return new Cron(expression, { mode: '5-part', utcOffset: 0, paused: true, fixedTimeRule: 'no-wildcard', domAndDow });
}

/** Whether a minute or hour field is a wildcard: such jobs run by the hours that pass, as in Vixie's cron. */
export function isIntervalCron(expression: string): boolean {
  const [minute = '', hour = ''] = expression.trim().split(/\s+/);
  return minute.startsWith('*') || hour.startsWith('*');
}

/** The times on the wall at which a cron expression runs, after `after`, in order. */
export function* cronWalls(expression: string, after: WallTime): Generator<WallTime> {
  const cron = read(expression);
  for (let next = cron.nextRun(new Date(after)); next !== null; next = cron.nextRun(next)) yield next.getTime();
}

/** How many times of a day a cron expression names, counted up to `most`: the same on each day that it names. */
export function timesOfDay(expression: string, most: number): number {
  let first: WallTime | undefined;
  let count = 0;
  for (const wall of cronWalls(expression, 0)) {
    first ??= dayOf(wall);
    if (dayOf(wall) !== first || count === most) return count;
    count += 1;
  }
  return count;
}

/** Refuses what is no cron expression of five fields, and one that never runs, as `0 10 31 2 *`. */
export function checkCron(expression: string): Refused<'INVALID_CRON' | 'SCHEDULE_NEVER_RUNS'> | null {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 5 || !fields.every((field) => FIELD.test(field))) {
    return refuse(
      'INVALID_CRON',
      `schedule.cron: ${JSON.stringify(expression)} must have five fields (minute, hour, day of month, month, day of week) ` +
        'such as 0 10 * * MON-FRI.',
    );
  }
  try {
    if (cronWalls(expression, 0).next().done !== true) return null;
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
    return refuse('INVALID_CRON', `schedule.cron: ${JSON.stringify(expression)} cannot be read: ${why}.`);
  }
  return refuse(
    'SCHEDULE_NEVER_RUNS',
    `schedule.cron: ${JSON.stringify(expression)} never runs: no month that it names has such a day. Choose a day that exists.`,
  );
}
