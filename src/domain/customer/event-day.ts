import { SEOUL_OFFSET_MS } from '../schedule/korean-day.ts';

const DAY = 86_400_000;

/** The calendar day in Korea that a time falls on, as days since the epoch. Times are milliseconds. */
export function seoulDay(at: number): number {
  return Math.floor((at + SEOUL_OFFSET_MS) / DAY);
}
