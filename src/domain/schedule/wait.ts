import { parseInstant } from '../consent/parse-time.ts';
import { trimText } from '../trim-text.ts';
import { readDate } from '../consent/read-date.ts';
import { refuse, type Refused } from '../result.ts';
import { minuteOfClock } from './local-window.ts';
import { dayOf, instantOf, parseWall, wallAt, type WallTime } from './wall-time.ts';
import { DEFAULT_TIMEZONE, zoneOf, type Zone } from './zone.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

const MAX_WAIT_MINUTES = 366 * 1_440;
const MAX_DAYS_BEFORE = 366;

/** How long a step waits before it goes on. */
export type Wait =
  | { readonly type: 'DURATION'; readonly minutes: number }
  /** Until `time` (`HH:MM`, the customer's clocks), n days before a day that each customer has as an attribute. */
  | { readonly type: 'UNTIL_ATTRIBUTE'; readonly attribute: string; readonly daysBefore: number; readonly time: string }
  /** Until `time`, n days before a day that is the same for all. */
  | { readonly type: 'UNTIL_DATE'; readonly date: string; readonly daysBefore: number; readonly time: string };

/** Why a wait cannot be computed for a customer, who leaves the run then and gets nothing. */
export const WAIT_REASONS = ['WAIT_DATE_MISSING', 'WAIT_DATE_UNREADABLE', 'WAIT_DATE_PASSED'] as const;

/** One of `WAIT_REASONS`. */
export type WaitReason = (typeof WAIT_REASONS)[number];

function invalid(field: string, problem: string): Refused<'INVALID_WAIT'> {
  return refuse('INVALID_WAIT', `wait.${field}: ${problem}`);
}

function isCount(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most;
}

/** Refuses a wait that could not be computed for anybody. `now`: a constant day must be still to come, in Korea. */
export function checkWait(wait: Wait, now: number): Refused<'INVALID_WAIT'> | null {
  if (wait.type === 'DURATION') {
    return isCount(wait.minutes, MAX_WAIT_MINUTES)
      ? null
      : invalid('minutes', `must be a whole number from 0 to ${MAX_WAIT_MINUTES} (366 days).`);
  }
  if (!isCount(wait.daysBefore, MAX_DAYS_BEFORE)) {
    return invalid('daysBefore', `must be a whole number from 0 to ${MAX_DAYS_BEFORE}.`);
  }
  if (minuteOfClock(wait.time) === null) return invalid('time', 'must be a time of day such as 10:00.');
  if (wait.type === 'UNTIL_ATTRIBUTE') {
    return wait.attribute === ''
      ? invalid('attribute', 'must not be empty. Name an attribute that holds a date.')
      : null;
  }
  const day = parseWall(wait.date);
  if (day === null || !day.isDay) {
    return invalid('date', `${JSON.stringify(wait.date)} must be a day that exists, such as 2026-12-20.`);
  }
  return instantOf(zoneOf(DEFAULT_TIMEZONE), wakeWall(day.wall, wait)) > now
    ? null
    : invalid('date', `${wait.daysBefore} days before ${wait.date} at ${wait.time} has passed.`);
}

function wakeWall(day: WallTime, { daysBefore, time }: Exclude<Wait, { type: 'DURATION' }>): WallTime {
  return day - daysBefore * DAY + (minuteOfClock(time) ?? 0) * MINUTE;
}

/** The day that a text names: as written, or of the moment where it has an offset, by the customer's calendar. */
function dayOfText(text: string, zone: Zone): WallTime | null {
  const at = readDate(text);
  if (at === null) return null;
  const isMoment = parseInstant(trimText(text)) !== null;
  return dayOf(wallAt(isMoment ? zone : zoneOf(DEFAULT_TIMEZONE), at));
}

/**
 * When somebody's wait is over, in milliseconds since the epoch, or why nobody can say. A wait that cannot be computed
 * never falls through to sending.
 *
 * @param value the customer's attribute, for UNTIL_ATTRIBUTE; undefined when they have none
 * @param since when the wait began
 */
export function waitUntil(
  wait: Wait,
  { value, zone, since }: { readonly value?: string | undefined; readonly zone: Zone; readonly since: number },
): { readonly ok: true; readonly at: number } | { readonly ok: false; readonly reason: WaitReason } {
  if (wait.type === 'DURATION') return { ok: true, at: since + wait.minutes * MINUTE };
  const text = wait.type === 'UNTIL_DATE' ? wait.date : value;
  if (text === undefined || text.trim() === '') return { ok: false, reason: 'WAIT_DATE_MISSING' };
  const day = dayOfText(text, zone);
  if (day === null) return { ok: false, reason: 'WAIT_DATE_UNREADABLE' };
  const at = instantOf(zone, wakeWall(day, wait));
  return at < since ? { ok: false, reason: 'WAIT_DATE_PASSED' } : { ok: true, at };
}
