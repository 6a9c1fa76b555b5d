import type { QuotaPeriod } from '../model/sender.ts';

const HOUR_MS = 3_600_000;

/**
 * When a used up quota is worth another try, in milliseconds since the epoch. Of a rolling day something is free again
 * all the time: an hour's worth makes the next try worth its while. A month begins at midnight in UTC, as AWS counts.
 */
export function quotaRenewedAt(period: QuotaPeriod, now: number): number {
  if (period === 'ROLLING_DAY') return now + HOUR_MS;
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
