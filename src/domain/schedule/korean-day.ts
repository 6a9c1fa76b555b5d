/** Korea has been nine hours ahead of UTC since 1988, all year round. */
export const SEOUL_OFFSET_MS = 9 * 3_600_000;

/** The day in Korea that a moment falls on, `YYYY-MM-DD`. */
export function koreanDay(at: number): string {
  return new Date(at + SEOUL_OFFSET_MS).toISOString().slice(0, 10);
}

/** The midnight in Korea at which a day (`YYYY-MM-DD`) begins, in milliseconds since the epoch. */
export function koreanMidnight(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) - SEOUL_OFFSET_MS;
}
