import { SEOUL_OFFSET_MS } from '../schedule/korean-day.ts';

const DAY_MS = 86_400_000;

/** The same moment of the day so many months later, by Korea's calendar; the last day of a month that is too short. */
export function monthsAfter(at: number, months: number): number {
  const day = new Date(at + SEOUL_OFFSET_MS);
  const due = new Date(day);
  due.setUTCDate(1);
  due.setUTCMonth(day.getUTCMonth() + months);
  const last = new Date(Date.UTC(due.getUTCFullYear(), due.getUTCMonth() + 1, 0)).getUTCDate();
  due.setUTCDate(Math.min(day.getUTCDate(), last));
  return due.getTime() - SEOUL_OFFSET_MS;
}

/** Two calendar years after a consent, when it must have been confirmed. */
export function confirmationDueAt(at: number): number {
  return monthsAfter(at, 24);
}

/** Whether two calendar years have passed since a consent, after which Korean law wants it reconfirmed. */
export function isStale(at: number, now: number): boolean {
  // Two years are 730 or 731 days: only the day between needs the calendar.
  return now - at >= 730 * DAY_MS && now >= confirmationDueAt(at);
}
