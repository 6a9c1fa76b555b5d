import { refuse, type Refused } from '../result.ts';
import { zoneOf } from '../schedule/zone.ts';
import type { PriceRow, RateRow } from './price.ts';
import published from './published-prices.json' with { type: 'json' };

/** Dated prices and exchange rates. */
export type PriceList = { readonly prices: readonly PriceRow[]; readonly rates: readonly RateRow[] };

const MAX_ROWS = 500;
const MAX_TEXT = 200;
/** A thousand dollars, and a million won to the dollar: beyond them somebody has mistaken the unit. */
const MAX_PRICE = 1_000_000_000;
const MAX_RATE = 1_000_000_000_000;
const ITEM = /^(push|email|custom(:[a-z][a-z0-9-]{0,31}(:[A-Z][A-Z_]{0,31})?)?|sms-part(:\+[1-9]\d{0,6})?)$/;
const MAX_TIERS = 10;
/** Refunds settle within days; a year is a mistaken unit. */
const MAX_REFUND_HOURS = 8_760;
const CURRENCY = /^[A-Z]{3}$/;

function isCount(value: number, least: number, most = Number.MAX_SAFE_INTEGER): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}

function checkPrice(row: PriceRow): string | null {
  if (!ITEM.test(row.item)) {
    return (
      'item: must be push, email, custom, sms-part, sms-part: with a calling code such as sms-part:+82, or custom: with a ' +
      'destination and a kind of message such as custom:reseller:LMS.'
    );
  }
  if (!CURRENCY.test(row.currency)) return 'currency: must be three capital letters such as USD.';
  if (!isCount(row.micros, 0, MAX_PRICE)) return `micros: must be a whole number from 0 to ${MAX_PRICE}.`;
  if (!isCount(row.per, 1)) return 'per: must be a whole number from 1.';
  if (!isCount(row.freeUnits, 0)) return 'freeUnits: must be a whole number from 0.';
  if (row.monthZone !== undefined && !zoneOf(row.monthZone).isKnown) {
    return 'monthZone: must be the name of a time zone such as Asia/Seoul; absent: UTC.';
  }
  if (row.refundHours !== undefined && !isCount(row.refundHours, 0, MAX_REFUND_HOURS)) {
    return `refundHours: must be a whole number from 0 to ${MAX_REFUND_HOURS}.`;
  }
  return checkTiers(row) ?? checkDated(row);
}

function checkTiers({ tiers = [], freeUnits }: PriceRow): string | null {
  if (tiers.length > MAX_TIERS) return `tiers: has ${tiers.length}; at most ${MAX_TIERS}.`;
  let below = freeUnits;
  for (const [index, { above, micros }] of tiers.entries()) {
    const path = `tiers[${index}]`;
    if (!isCount(above, below + 1)) {
      return `${path}.above: must be a whole number above ${below}, the units that the price before it is for.`;
    }
    if (!isCount(micros, 0, MAX_PRICE)) return `${path}.micros: must be a whole number from 0 to ${MAX_PRICE}.`;
    below = above;
  }
  return null;
}

function checkRate(row: RateRow): string | null {
  if (!CURRENCY.test(row.from)) return 'from: must be three capital letters such as USD.';
  if (!CURRENCY.test(row.to)) return 'to: must be three capital letters such as KRW.';
  return isCount(row.micros, 1, MAX_RATE) ? checkDated(row) : `micros: must be a whole number from 1 to ${MAX_RATE}.`;
}

function checkDated({ validFrom, source }: { readonly validFrom: number; readonly source: string }): string | null {
  if (!Number.isSafeInteger(validFrom)) return 'validFrom: must be a time.';
  return source.trim() === '' || source.length > MAX_TEXT ? `source: must have 1 to ${MAX_TEXT} characters.` : null;
}

/** What is wrong with price rows that somebody wants to save, or null. */
export function checkPriceList({ prices, rates }: PriceList): Refused<'INVALID_PRICES'> | null {
  if (prices.length + rates.length > MAX_ROWS) {
    return refuse('INVALID_PRICES', `There are ${prices.length + rates.length} rows; at most ${MAX_ROWS} are kept.`);
  }
  for (const [index, row] of prices.entries()) {
    const problem = checkPrice(row);
    if (problem !== null) return refuse('INVALID_PRICES', `prices[${index}].${problem}`);
  }
  for (const [index, row] of rates.entries()) {
    const problem = checkRate(row);
    if (problem !== null) return refuse('INVALID_PRICES', `rates[${index}].${problem}`);
  }
  return null;
}

/** Saved rows with the published ones behind them: of two that begin at the same time the saved one holds. */
export function withPublished({ prices, rates }: PriceList): PriceList {
  return { prices: [...prices, ...published.prices], rates: [...rates, ...published.rates] };
}
