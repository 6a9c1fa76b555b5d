import { calendarOf } from './calendar-minute.ts';
import { parseCron, ScheduleExpressionError } from './cron-expression.ts';

/** Finds the newest moment in `(after, until]` at which a schedule is due. */
export type LatestDue = (after: number, until: number) => number | undefined;

const MINUTE_MS = 60_000;
const UNIT_MS: Readonly<Record<string, number>> = { minute: MINUTE_MS, hour: 60 * MINUTE_MS, day: 1440 * MINUTE_MS };
/** After a larger jump of the clock, only this much of the past is searched. */
const MAX_SEARCH_MINUTES = 45 * 1440;

/** Reads `rate(...)`, `cron(...)` or `at(...)`; `start` is when a rate begins to count. */
export function parseScheduleExpression(expression: string, start: number, timezone = 'UTC'): LatestDue {
  const [, kind, body = ''] = /^(rate|cron|at)\((.*)\)$/.exec(expression.trim()) ?? [];
  switch (kind) {
    case 'rate': {
      const [, count = '', unit = ''] = /^(\d+)\s+(minute|hour|day)s?$/.exec(body.trim()) ?? [];
      const period = Number(count) * (UNIT_MS[unit] ?? 0);
      if (!(period > 0))
        throw new ScheduleExpressionError(`${expression}: rate() takes a positive number of minutes, hours or days.`);
      return (after, until) => {
        const due = start + Math.floor((until - start) / period) * period;
        return due > after && due > start ? due : undefined;
      };
    }
    case 'cron': {
      const matches = parseCron(body, expression);
      const calendar = calendarOf(timezone);
      return (after, until) => {
        const newest = Math.floor(until / MINUTE_MS) * MINUTE_MS;
        const oldest = Math.max(after + 1, newest - MAX_SEARCH_MINUTES * MINUTE_MS);
        for (let minute = newest; minute >= oldest; minute -= MINUTE_MS) if (matches(calendar(minute))) return minute;
        return undefined;
      };
    }
    case 'at': {
      const wanted = Date.parse(`${body.trim()}Z`);
      if (Number.isNaN(wanted))
        throw new ScheduleExpressionError(`${expression}: at() takes a time such as at(2026-11-23T21:00:00).`);
      if (timezone !== 'UTC')
        throw new ScheduleExpressionError(
          `${expression}: at() in the time zone ${timezone} is not supported offline; give it in UTC.`,
        );
      return (after, until) => (wanted > after && wanted <= until ? wanted : undefined);
    }
    default:
      throw new ScheduleExpressionError(`${expression} is not a schedule: use rate(...), cron(...) or at(...).`);
  }
}
