import { refuse, type Refused } from '../result.ts';
import type { PriceRow, RateRow } from './price.ts';

/** How many units of an item a send uses, and how many of this month were used before it. */
export type UnitCount = { readonly item: string; readonly units: number; readonly unitsBefore?: number };

/** What the units of one item cost, in the currency of their price row; `micros` are millionths of that currency. */
export type CostLine = {
  readonly item: string;
  readonly units: number;
  readonly currency: string;
  readonly micros: bigint;
};

/** A sum in one currency, in millionths, with the lines it consists of (each still in its own currency). */
export type Cost = { readonly currency: string; readonly micros: bigint; readonly lines: readonly CostLine[] };

/** The row in force: the latest that has begun. */
function inForce<T extends { readonly validFrom: number }>(rows: readonly T[], at: number): T | undefined {
  let found: T | undefined;
  for (const row of rows) {
    if (row.validFrom <= at && (found === undefined || row.validFrom > found.validFrom)) found = row;
  }
  return found;
}

/** Rounded up: a forecast must not promise less than the bill. */
function divideUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}

function billable({ units, unitsBefore = 0 }: UnitCount, freeUnits: number): bigint {
  return BigInt(Math.max(0, units - Math.max(0, freeUnits - unitsBefore)));
}

/**
 * What units cost at a date, in millionths of a currency, from dated price and exchange rate rows. A price or a rate
 * that is missing is an error, never zero.
 */
export function costOf(
  counts: readonly UnitCount[],
  prices: readonly PriceRow[],
  at: number,
  money: { readonly currency: string; readonly rates: readonly RateRow[] },
): { readonly ok: true; readonly cost: Cost } | Refused<'NO_PRICE' | 'NO_EXCHANGE_RATE'> {
  const lines: CostLine[] = [];
  let total = 0n;
  for (const count of counts) {
    const price = inForce(
      prices.filter((row) => row.item === count.item),
      at,
    );
    const day = new Date(at).toISOString().slice(0, 10);
    if (price === undefined)
      return refuse('NO_PRICE', `There is no price for ${count.item} on ${day}. Add a price row.`);
    const micros = divideUp(billable(count, price.freeUnits) * BigInt(price.micros), BigInt(price.per));
    lines.push({ item: count.item, units: count.units, currency: price.currency, micros });
    if (price.currency === money.currency) {
      total += micros;
      continue;
    }
    const rate = inForce(
      money.rates.filter((row) => row.from === price.currency && row.to === money.currency),
      at,
    );
    if (rate === undefined) {
      return refuse(
        'NO_EXCHANGE_RATE',
        `There is no exchange rate from ${price.currency} to ${money.currency} on ${day}. Add a rate row.`,
      );
    }
    total += divideUp(micros * BigInt(rate.micros), 1_000_000n);
  }
  return { ok: true, cost: { currency: money.currency, micros: total, lines } };
}
