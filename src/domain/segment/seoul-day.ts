const DAY = 86_400_000;
const SEOUL_OFFSET = 9 * 3_600_000;

/** The calendar day in Korea, in days since the epoch: dates without a zone are Korean dates. */
export function seoulDay(at: number): number {
  return Math.floor((at + SEOUL_OFFSET) / DAY);
}
