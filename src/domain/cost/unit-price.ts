import type { Channel } from '../customer/channel.ts';
import { refuse, type Refused } from '../result.ts';
import { costOf } from './cost-of.ts';
import { exact, roundUp, times } from './exact.ts';
import { inForce } from './price.ts';
import type { PriceList } from './price-list.ts';

/** Millionths in a won. */
export const KRW_MICROS = 1_000_000;

/**
 * What one unit of a channel costs at most, in millionths of a won; of SMS by the first digits of the number, of a
 * destination by the kind of message.
 */
export type UnitPrice = {
  readonly krwMicros: number;
  /** By calling code such as `+82`; the longest that a number begins with holds, `krwMicros` when none does. */
  readonly byPrefix?: Readonly<Record<string, number>>;
  /** By kind of message such as `LMS`; `krwMicros` is the dearest of them. */
  readonly byKind?: Readonly<Record<string, number>>;
};

/** A unit price; or which price row, or which exchange rate, is missing. */
export type UnitPriceAnswer =
  { readonly ok: true; readonly price: UnitPrice } | Refused<'NO_PRICE' | 'NO_EXCHANGE_RATE'>;

/** The item of the price list by which a message of a channel is charged. */
export const ITEM_OF: Readonly<Record<Channel, string>> = {
  PUSH: 'push',
  EMAIL: 'email',
  SMS: 'sms-part',
  CUSTOM: 'custom',
};

const PREFIXED = 'sms-part:';

/**
 * One unit in millionths of a won, rounded up, by the dearest tier of the row in force: how much of the month's free and
 * cheap units is left is not known, and what is planned must not cost more than was said.
 */
function dearest(item: string, { prices, rates }: PriceList, at: number) {
  const row = inForce(
    prices.filter((price) => price.item === item),
    at,
  );
  const micros = Math.max(row?.micros ?? 0, ...(row?.tiers ?? []).map((tier) => tier.micros));
  const flat = row === undefined ? [] : [{ ...row, micros, freeUnits: 0, tiers: [] }];
  const priced = costOf([{ item, units: 1 }], flat, at, { currency: 'KRW', rates });
  if (!priced.ok) return priced;
  return { ok: true, micros: Number(roundUp(times(priced.cost.amount, exact(BigInt(KRW_MICROS))))) } as const;
}

/**
 * What one unit of a channel costs at a date, in won, as if the free units of the month were used up. A price or a rate
 * that is missing is refused.
 */
export function unitPriceOf(channel: Channel, list: PriceList, at: number): UnitPriceAnswer {
  const base = dearest(ITEM_OF[channel], list, at);
  if (!base.ok) return base;
  const krwMicros = base.micros;
  if (channel !== 'SMS') return { ok: true, price: { krwMicros } };
  const byPrefix: Record<string, number> = {};
  for (const item of new Set(list.prices.map((row) => row.item))) {
    if (!item.startsWith(PREFIXED)) continue;
    const priced = dearest(item, list, at);
    // A row for a country that has not begun yet: until then what holds for all countries does.
    if (!priced.ok && priced.error.code === 'NO_PRICE') continue;
    if (!priced.ok) return priced;
    byPrefix[item.slice(PREFIXED.length)] = priced.micros;
  }
  return { ok: true, price: { krwMicros, byPrefix } };
}

/** The price rows that hold for a kind of message of a destination, the first that there is one of at a date. */
function itemOfKind(name: string, kind: string, { prices }: Pick<PriceList, 'prices'>, at: number): string {
  const ofKind = `custom:${name}:${kind}`;
  const ofAll = `custom:${name}`;
  return [ofKind, ofAll].find((item) => prices.some((row) => row.item === item && row.validFrom <= at)) ?? ofKind;
}

/** What one message of a destination costs at a date, in won, by its kind; every kind needs a price. */
export function destinationPriceOf(
  name: string,
  kinds: readonly string[],
  list: PriceList,
  at: number,
): UnitPriceAnswer {
  const byKind: Record<string, number> = {};
  for (const kind of kinds) {
    const priced = dearest(itemOfKind(name, kind, list, at), list, at);
    if (!priced.ok && priced.error.code === 'NO_PRICE') {
      return refuse('NO_PRICE', `${priced.error.message.replace(/ Add .*$/, '')} Add one, or one for custom:${name}.`);
    }
    if (!priced.ok) return priced;
    byKind[kind] = priced.micros;
  }
  return { ok: true, price: { krwMicros: Math.max(0, ...Object.values(byKind)), byKind } };
}

/** The item that a charge names, as the rows that are in force at a date have it: a destination may have one for all kinds. */
export function itemInForce(item: string, { prices }: Pick<PriceList, 'prices'>, at: number): string {
  const [, name, kind] = /^custom:([^:]+):([^:]+)$/.exec(item) ?? [];
  return name === undefined || kind === undefined ? item : itemOfKind(name, kind, { prices }, at);
}

/**
 * What one unit of an item costs at a date, in millionths of a won, as if the free units of the month were used up; null when
 * there is no price or no rate for it.
 */
export function unitKrwMicros(item: string, list: PriceList, at: number): number | null {
  const priced = dearest(itemInForce(item, list, at), list, at);
  return priced.ok ? priced.micros : null;
}

/** The price item of one message; of SMS by the calling codes that its price tells apart. */
export function priceItemOf(
  channel: Channel,
  price: UnitPrice | null,
  destination: string | undefined,
  address: string,
  { kind }: Billed,
): string {
  if (destination !== undefined) return kind === undefined ? `custom:${destination}` : `custom:${destination}:${kind}`;
  if (channel !== 'SMS') return ITEM_OF[channel];
  const prefix = longestPrefix(price?.byPrefix ?? {}, address);
  return prefix === '' ? ITEM_OF.SMS : `${PREFIXED}${prefix}`;
}

/** The longest of some calling codes that a number begins with; empty when none is. */
export function longestPrefix(byPrefix: Readonly<Record<string, number>>, address: string): string {
  let longest = '';
  for (const prefix of Object.keys(byPrefix)) {
    if (prefix.length > longest.length && address.startsWith(prefix)) longest = prefix;
  }
  return longest;
}

/** What one message is billed as: units of its channel, or one of a kind of its destination. */
export type Billed = { readonly units: number; readonly kind?: string };

/** What nearly every message is billed as. */
export const ONE_UNIT: Billed = { units: 1 };

/** What one message costs, in millionths of a won. */
export function messageCost({ krwMicros, byPrefix, byKind }: UnitPrice, address: string, billed: Billed): number {
  const { units, kind } = billed;
  if (byKind !== undefined) return (kind === undefined ? krwMicros : (byKind[kind] ?? krwMicros)) * units;
  if (byPrefix === undefined) return krwMicros * units;
  return (byPrefix[longestPrefix(byPrefix, address)] ?? krwMicros) * units;
}
