import type { CostAnswer, Money } from './cost-of.ts';
import { costOf } from './cost-of.ts';
import rows from './own-prices.json' with { type: 'json' };

const MEGABYTE = 1_048_576;
/** Athena bills no query for less. */
const LEAST_MEGABYTES = 10;

/** What Athena bills for a query that scanned so many bytes. A query that failed costs nothing. */
export function scanCost(bytes: number, at: number, money: Money): CostAnswer {
  const units = Math.max(LEAST_MEGABYTES, Math.ceil(bytes / MEGABYTE));
  return costOf([{ item: 'athena-megabyte', units }], rows.prices, at, money);
}
