import type { Channel } from '../customer/channel.ts';
import type { Refused } from '../result.ts';
import { costOf } from './cost-of.ts';
import type { PriceList } from './price-list.ts';

/** Millionths in a won. */
export const KRW_MICROS = 1_000_000;

/** What one unit of a channel costs, in millionths of a won; of SMS by the first digits of the number. */
export type UnitPrice = {
  readonly krwMicros: number;
  /** By calling code such as `+82`; the longest that a number begins with holds, `krwMicros` when none does. */
  readonly byPrefix?: Readonly<Record<string, number>>;
};

const ITEM_OF: Readonly<Record<Channel, string>> = {
  PUSH: 'push',
  EMAIL: 'email',
  SMS: 'sms-part',
  CUSTOM: 'custom',
};

const PREFIXED = 'sms-part:';

/**
 * What one unit of a channel costs at a date, in won, as if the free units of the month were used up: how many are left
 * is not known, and what is planned must not cost more than was said. A price or a rate that is missing is refused.
 */
export function unitPriceOf(
  channel: Channel,
  { prices, rates }: PriceList,
  at: number,
): { readonly ok: true; readonly price: UnitPrice } | Refused<'NO_PRICE' | 'NO_EXCHANGE_RATE'> {
  const one = (item: string) =>
    costOf([{ item, units: 1, unitsBefore: Number.MAX_SAFE_INTEGER }], prices, at, { currency: 'KRW', rates });
  const base = one(ITEM_OF[channel]);
  if (!base.ok) return base;
  const krwMicros = Number(base.cost.micros);
  if (channel !== 'SMS') return { ok: true, price: { krwMicros } };
  const byPrefix: Record<string, number> = {};
  for (const item of new Set(prices.map((row) => row.item))) {
    if (!item.startsWith(PREFIXED)) continue;
    const priced = one(item);
    // A row for a country that has not begun yet: until then what holds for all countries does.
    if (!priced.ok && priced.error.code === 'NO_PRICE') continue;
    if (!priced.ok) return priced;
    byPrefix[item.slice(PREFIXED.length)] = Number(priced.cost.micros);
  }
  return { ok: true, price: { krwMicros, byPrefix } };
}

/** What one message costs, in millionths of a won. */
export function messageCost({ krwMicros, byPrefix }: UnitPrice, address: string, units: number): number {
  if (byPrefix === undefined) return krwMicros * units;
  let unit = krwMicros;
  let longest = 0;
  for (const [prefix, micros] of Object.entries(byPrefix)) {
    if (prefix.length <= longest || !address.startsWith(prefix)) continue;
    unit = micros;
    longest = prefix.length;
  }
  return unit * units;
}
