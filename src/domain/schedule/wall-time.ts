import type { Zone } from './zone.ts';

const DAY = 86_400_000;

/**
 * What a clock on a wall and a calendar beside it show, as the milliseconds since the epoch that they would be in UTC:
 * a number to count with, and no moment before a zone is named.
 */
export type WallTime = number;

/** What the clocks of a zone show at a moment. */
export function wallAt(zone: Zone, at: number): WallTime {
  return at + zone.offsetAt(at);
}

/** The moments at which a zone's clocks show a time, in order: one; two where clocks were set back; none in a gap. */
export function instantsOf(zone: Zone, wall: WallTime): readonly number[] {
  // A day before and after are on either side of a change of clocks, whatever the offset: it is 14 hours at most.
  const before = zone.offsetAt(wall - DAY);
  const after = zone.offsetAt(wall + DAY);
  if (before === after) return [wall - before];
  return [
    ...(zone.offsetAt(wall - before) === before ? [wall - before] : []),
    ...(zone.offsetAt(wall - after) === after ? [wall - after] : []),
  ].sort((a, b) => a - b);
}

/**
 * The moment that a time on the wall means, as RFC 5545 (3.3.5) says: where clocks are set back and show it twice, the
 * first; where they skip it, what it would have been by the offset before (02:30 reads 03:30).
 */
export function instantOf(zone: Zone, wall: WallTime): number {
  return instantsOf(zone, wall)[0] ?? wall - zone.offsetAt(wall - DAY);
}

/** `2026-12-14T10:00`, with seconds and milliseconds only where there are some. */
export function wallText(wall: WallTime): string {
  return new Date(wall)
    .toISOString()
    .replace(/Z$/, '')
    .replace(/\.000$/, '')
    .replace(/(T\d\d:\d\d):00$/, '$1');
}

const WALL = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?)?$/;

/** Reads `2026-12-14` or `2026-12-14T10:00(:00)`; null for other texts and for days that the calendar does not have. */
export function parseWall(text: string): { readonly wall: WallTime; readonly isDay: boolean } | null {
  const match = WALL.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute = '0', second = '0'] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null;
  if (Number(hour ?? 0) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  date.setUTCHours(Number(hour ?? 0), Number(minute), Number(second));
  return { wall: date.getTime(), isDay: hour === undefined };
}

/** The beginning of the day on the calendar. */
export function dayOf(wall: WallTime): WallTime {
  return Math.floor(wall / DAY) * DAY;
}
