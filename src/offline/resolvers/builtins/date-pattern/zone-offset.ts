import type { WallFields } from '../../../../standards/date-pattern/format-field.ts';
import { UtilArgumentError } from '../arguments.ts';

/** Wall-clock fields of an instant somewhere. */
export interface LocalTime extends WallFields {
  readonly millisecond: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  try {
    const created = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', era: 'short' },
      ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
    });
    formatters.set(timeZone, created);
    return created;
  } catch (cause) {
    throw new UtilArgumentError(`${timeZone} is not a time zone.`, { cause });
  }
}

/** Offset of a zone from UTC at an instant, in milliseconds. */
export function offsetAt(time: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
  const fixed = /^(?:UTC|GMT)?([+-])(\d{2}):?(\d{2})$/.exec(timeZone);
  if (fixed) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3])) * 60_000;
  const values: Record<string, string> = {};
  for (const { type, value } of formatterOf(timeZone).formatToParts(time)) values[type] = value;
  const year = values['era'] === 'BC' ? 1 - Number(values['year']) : Number(values['year']);
  const wall = utcTime(
    year,
    Number(values['month']),
    Number(values['day']),
    Number(values['hour']),
    Number(values['minute']),
    Number(values['second']),
  );
  return wall - Math.floor(time / 1000) * 1000;
}

/** As Date.UTC, without its reading of years below 100 as 19xx. Months count from 1. */
export function utcTime(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, 0);
  return date.getTime();
}

export function localTime(time: number, offset: number): LocalTime {
  const date = new Date(time + offset);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
  };
}
