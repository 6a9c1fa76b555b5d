import { refuse, type Refused } from '../result.ts';

/** Before the first event that could be: who is new is known from all of the lake. Reports know no earlier day. */
export const FIRST_REPORTED_DAY = '2000-01-01';

const DAY = /^\d{4}-\d\d-\d\d$/;
const DAY_MS = 86_400_000;

/** Whether a text is a day that the calendar has, as `YYYY-MM-DD`. */
function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** The day some days later, or earlier. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How many days lie between two: 0 of one and the same. */
function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** The Monday with which a day's week begins. */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return daysAfter(day, -((weekday + 6) % 7));
}

/** The later of two days. */
export function laterDay(a: string, b: string): string {
  return a > b ? a : b;
}

/** Days in Korea, both included. */
export type Span = { readonly from: string; readonly to: string };

/** Checks that a span is one, and no longer than a number of days. */
export function checkSpan({ from, to }: Span, maxDays: number): Refused<'INVALID_DAY' | 'INVALID_SPAN'> | null {
  for (const [field, day] of Object.entries({ from, to })) {
    if (!isDay(day))
      return refuse('INVALID_DAY', `${field}: ${JSON.stringify(day.slice(0, 40))} is no day. Write 2026-11-28.`);
  }
  if (from > to) return refuse('INVALID_SPAN', `from (${from}) lies after to (${to}). Exchange them.`);
  if (daysBetween(from, to) < maxDays) return null;
  return refuse('INVALID_SPAN', `from ${from} to ${to} are more than ${maxDays} days. Ask for fewer.`);
}
