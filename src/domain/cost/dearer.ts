import { longestPrefix, type UnitPrice } from './unit-price.ts';

/**
 * A price of before and one of now, and the dearer of the two for every number and kind of message that either tells apart:
 * whatever a message is, it costs at most that.
 */
export function dearerOf(before: UnitPrice, now: UnitPrice): UnitPrice {
  const prefixes = keysOf(before.byPrefix, now.byPrefix);
  const kinds = keysOf(before.byKind, now.byKind);
  return {
    krwMicros: Math.max(before.krwMicros, now.krwMicros),
    ...(prefixes.length === 0 ? {} : { byPrefix: dearerEach(prefixes, (key) => [before, now].map(ofPrefix(key))) }),
    ...(kinds.length === 0 ? {} : { byKind: dearerEach(kinds, (key) => [before, now].map(ofKind(key))) }),
  };
}

/** What the cheapest message of a unit costs, whatever its number or its kind. */
export function cheapestOf({ krwMicros, byPrefix = {}, byKind = {} }: UnitPrice): number {
  return Math.min(krwMicros, ...Object.values(byPrefix), ...Object.values(byKind));
}

/** What messages cost at most by the prices of now of which a plan knows how many there are and what they cost before. */
export function costByNow(
  { cost, messages }: { readonly cost: number; readonly messages: number },
  before: UnitPrice,
  now: UnitPrice,
): number {
  let most = { now: 1, before: 1 };
  let unpaid = 0;
  for (const [was, is] of pairsOf(before, now)) {
    // What cost nothing has no share in the cost that could be told.
    if (was === 0) unpaid = Math.max(unpaid, is);
    else if (is / was > most.now / most.before) most = { now: is, before: was };
  }
  // Exactly, as the products are beyond what a number holds: a millionth too much would be refused.
  const scaled = (BigInt(Math.ceil(cost)) * BigInt(most.now) + BigInt(most.before) - 1n) / BigInt(most.before);
  return Math.min(Number.MAX_SAFE_INTEGER, Number(scaled) + unpaid * messages);
}

function pairsOf(before: UnitPrice, now: UnitPrice): readonly (readonly [was: number, is: number])[] {
  const both = dearerOf(before, now);
  return [
    [before.krwMicros, now.krwMicros],
    ...Object.keys(both.byPrefix ?? {}).map((key) => [ofPrefix(key)(before), ofPrefix(key)(now)] as const),
    ...Object.keys(both.byKind ?? {}).map((key) => [ofKind(key)(before), ofKind(key)(now)] as const),
  ];
}

type Prices = Readonly<Record<string, number>>;

function keysOf(before: Prices = {}, now: Prices = {}): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])];
}

function dearerEach(keys: readonly string[], pricesOf: (key: string) => readonly number[]): Prices {
  return Object.fromEntries(keys.map((key) => [key, Math.max(...pricesOf(key))]));
}

function ofPrefix(prefix: string): (price: UnitPrice) => number {
  return ({ krwMicros, byPrefix = {} }) => byPrefix[longestPrefix(byPrefix, prefix)] ?? krwMicros;
}

function ofKind(kind: string): (price: UnitPrice) => number {
  return ({ krwMicros, byKind = {} }) => byKind[kind] ?? krwMicros;
}
