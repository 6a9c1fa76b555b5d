import { wallAt } from './wall-time.ts';
import type { Zone } from './zone.ts';

const MINUTE = 60_000;
const DAY_MINUTES = 1_440;

/**
 * Hours of every local day, in minutes since midnight: `start` is within, `end` is without, to the second. A start later
 * than the end runs over midnight. What counts is what clocks show, so that a night with a change of clocks is longer or
 * shorter by it.
 */
export type LocalWindow = { readonly start: number; readonly end: number };

/** `HH:MM` in minutes since midnight, or null when the text is not a time of day. */
export function minuteOfClock(text: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match === null ? null : Number(match[1]) * 60 + Number(match[2]);
}

/** Reads the window from `21:00` to `08:00`; null when either is no time of day, or both are the same. */
export function readWindow({ start, end }: { readonly start: string; readonly end: string }): LocalWindow | null {
  const from = minuteOfClock(start);
  const until = minuteOfClock(end);
  return from === null || until === null || from === until ? null : { start: from, end: until };
}

/** Minutes since midnight on the clocks of a zone. */
export function localMinuteOfDay(zone: Zone, at: number): number {
  const minute = Math.floor(wallAt(zone, at) / MINUTE) % DAY_MINUTES;
  return minute < 0 ? minute + DAY_MINUTES : minute;
}

function contains({ start, end }: LocalWindow, minute: number): boolean {
  return start <= end ? minute >= start && minute < end : minute >= start || minute < end;
}

/** Whether the clocks of a zone show a time within a window. */
export function isWithin(window: LocalWindow, zone: Zone, at: number): boolean {
  return contains(window, localMinuteOfDay(zone, at));
}

/** The first moment from `at` on at which the clocks of a zone show a time outside a window. */
export function windowEnd(window: LocalWindow, zone: Zone, at: number): number {
  let now = at;
  for (;;) {
    const minute = localMinuteOfDay(zone, now);
    if (!contains(window, minute)) return now;
    const left = (window.end - minute + DAY_MINUTES) % DAY_MINUTES;
    const end = Math.floor(now / MINUTE) * MINUTE + left * MINUTE;
    const { until } = zone.spanAt(now);
    if (end < until) return end;
    // Clocks are set before the window is over (or the year ends in UTC): look again from there.
    now = until;
  }
}
