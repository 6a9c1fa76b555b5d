const MINUTE = 60_000;
const DAY_MINUTES = 1440;

/** Every offset change since 1973 falls on a quarter of an hour (Lord Howe's on a half), so an offset holds for one. */
const OFFSET_HOLDS = 15 * MINUTE;

/** Korean rules apply to whoever has not told us where they are. */
export const DEFAULT_TIMEZONE = 'Asia/Seoul';

/** Zones come from addresses nobody checked: the cache must not grow with bad ones. */
const MAX_CACHED_ZONES = 2_000;

type CachedOffset = { readonly format: Intl.DateTimeFormat | null; quarter: number; minutes: number };

const offsets = new Map<string, CachedOffset>();

function formatFor(timezone: string): Intl.DateTimeFormat | null {
  // Newer engines also take '+09:00'; a zone must mean the same on every runtime, so only names count.
  if (!/^[A-Za-z]/.test(timezone)) return null;
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    // RangeError is how Intl says that it does not know the zone.
    return null;
  }
}

function offsetMinutes(format: Intl.DateTimeFormat, at: number): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  return Math.round((local - Math.floor(at / 1000) * 1000) / MINUTE);
}

/** Minutes since local midnight in an IANA zone, or null when the zone does not exist. */
export function localMinuteOfDay(now: number, timezone: string): number | null {
  const quarter = Math.floor(now / OFFSET_HOLDS);
  let cached = offsets.get(timezone);
  if (cached === undefined) {
    if (offsets.size >= MAX_CACHED_ZONES) offsets.clear();
    cached = { format: formatFor(timezone), quarter: Number.NaN, minutes: 0 };
    offsets.set(timezone, cached);
  }
  if (cached.format === null) return null;
  if (cached.quarter !== quarter) {
    cached.minutes = offsetMinutes(cached.format, now);
    cached.quarter = quarter;
  }
  const minute = (Math.floor(now / MINUTE) + cached.minutes) % DAY_MINUTES;
  return minute < 0 ? minute + DAY_MINUTES : minute;
}

/** Whether a minute of the day lies in [start, end), which may run over midnight. */
export function isBetween(minute: number, start: number, end: number): boolean {
  return start <= end ? minute >= start && minute < end : minute >= start || minute < end;
}

/** `HH:MM` in minutes since midnight, or null when the text is not a time of day. */
export function minuteOfClock(text: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match === null ? null : Number(match[1]) * 60 + Number(match[2]);
}
