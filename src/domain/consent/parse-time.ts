/** Letters in either case (RFC 3339, 5.6), and either mark before a fraction: ISO 8601 prefers the comma. */
const ISO =
  /^(-?\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-](?:0\d|1[0-8])(?::?[0-5]\d(?::?[0-5]\d)?)?)?)?$/i;

/** Korean records without a zone are in Korean time. */
const SEOUL_OFFSET_SECONDS = 9 * 3_600;

/** The farthest offset that java.time knows, and AppSync with it. */
const MAX_OFFSET_SECONDS = 18 * 3_600;

/** `Z`, `+09`, `+0900`, `+09:00`, `+090000` or `+09:00:00`, in seconds. */
function offsetOf(zone: string | undefined): number {
  if (zone === undefined) return SEOUL_OFFSET_SECONDS;
  if (zone === 'Z' || zone === 'z') return 0;
  const digits = zone.slice(1).replaceAll(':', '').padEnd(6, '0');
  const [hours, minutes, seconds] = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6)].map(Number);
  const offset = (hours ?? 0) * 3_600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  return zone.startsWith('-') ? -offset : offset;
}

/** The beginning of a day, or null for one that the calendar does not have: February 31st was never meant. */
function midnightOf(year: number, month: number, day: number): number | null {
  const date = new Date(0);
  // Not Date.UTC, which takes the years 0 to 99 for those of the twentieth century.
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : null;
}

/**
 * An ISO 8601 date or time in milliseconds since the epoch, or null; without a zone it is Korean time. The one reader of
 * moments: it takes all that the scalar AWSDateTime takes, what is finer than a millisecond is cut off.
 */
export function parseIsoTime(text: string): number | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = match;
  const midnight = midnightOf(Number(year), Number(month), Number(day));
  const offset = offsetOf(zone);
  if (midnight === null || Math.abs(offset) > MAX_OFFSET_SECONDS) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const millis = Number(fraction.padEnd(3, '0').slice(0, 3));
  const seconds = Number(hour) * 3_600 + Number(minute) * 60 + Number(second) - offset;
  return midnight + seconds * 1_000 + millis;
}

/** The same of a text that names one moment for everybody: a time of day with an offset. Null for anything else. */
export function parseInstant(text: string): number | null {
  return ISO.exec(text)?.[8] === undefined ? null : parseIsoTime(text);
}
