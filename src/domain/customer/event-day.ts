const DAY = 86_400_000;
const SEOUL_OFFSET = 9 * 3_600_000;

/** The calendar day in Korea that a time falls on, as days since the epoch. Times are milliseconds. */
export function seoulDay(at: number): number {
  return Math.floor((at + SEOUL_OFFSET) / DAY);
}
