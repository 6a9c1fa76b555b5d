import { refuse, type Refused } from '../result.ts';
import { costOf, type Cost, type Money } from './cost-of.ts';
import rows from './own-prices.json' with { type: 'json' };

/** What of AWS a million recipients of a campaign use, by what the benches measure or promise at most. */
const PER_MILLION: Readonly<Record<string, number>> = rows.usePerMillion;

/** Where the figures of use come from. */
export const OWN_USE_SOURCE: string = rows.useSource;

/**
 * What AWS bills a company for our own work (not the providers') on a job of so many recipients: database, queue,
 * functions, publishing. By default prices of us-east-1, on demand, without what an account has free.
 */
export function ownBillOf(
  recipients: number,
  at: number,
  money: Money,
): { readonly ok: true; readonly cost: Cost } | Refused<'INVALID_COUNT' | 'NO_PRICE' | 'NO_EXCHANGE_RATE'> {
  if (!Number.isSafeInteger(recipients) || recipients < 0 || recipients > MAX_RECIPIENTS) {
    return refuse('INVALID_COUNT', `recipients: must be a whole number from 0 to ${MAX_RECIPIENTS}.`);
  }
  const counts = Object.entries(PER_MILLION).map(([item, perMillion]) => ({
    item,
    // A part of a unit is a unit: what is foretold must not be less than the bill.
    units: Math.ceil((recipients * perMillion) / 1_000_000),
  }));
  return costOf(counts, rows.prices, at, money);
}

const MAX_RECIPIENTS = 1_000_000_000;
