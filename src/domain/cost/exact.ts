/** An exact fraction of something; `bottom` is above zero and the fraction is in lowest terms. */
export type Exact = { readonly top: bigint; readonly bottom: bigint };

/** Nothing. */
export const NOTHING: Exact = { top: 0n, bottom: 1n };

function divisorOf(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/**
 * `top / bottom`. Money is counted in fractions, because a price has more places than a currency ($0.0000012), a rate has
 * places of its own, and sums of many must be what the parts are: neither a double nor rounding per line allows that.
 */
export function exact(top: bigint, bottom = 1n): Exact {
  if (bottom <= 0n) throw new RangeError(`A fraction needs a divisor above zero, not ${bottom}.`);
  const common = divisorOf(top, bottom);
  return common <= 1n ? { top, bottom } : { top: top / common, bottom: bottom / common };
}

/** The sum of two fractions. */
export function plus(a: Exact, b: Exact): Exact {
  return a.bottom === b.bottom
    ? exact(a.top + b.top, a.bottom)
    : exact(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom);
}

/** The product of two fractions. */
export function times(a: Exact, b: Exact): Exact {
  return exact(a.top * b.top, a.bottom * b.bottom);
}

/** The least whole number that is not below a fraction of zero or more: a forecast must not promise less than the bill. */
export function roundUp({ top, bottom }: Exact): bigint {
  return (top + bottom - 1n) / bottom;
}

/**
 * A fraction of zero or more as decimals, rounded half up to so many places; only what is shown is rounded. Without
 * places: all that there are, at most 20.
 */
export function decimalOf({ top, bottom }: Exact, places?: number): string {
  const scale = 10n ** BigInt(places ?? MAX_PLACES);
  const scaled = (2n * top * scale + bottom) / (2n * bottom);
  const whole = (scaled / scale).toString();
  const fraction = (scaled % scale).toString().padStart(places ?? MAX_PLACES, '0');
  if (places === 0) return whole;
  if (places !== undefined) return `${whole}.${fraction}`;
  const shown = fraction.replace(/0+$/, '');
  return shown === '' ? whole : `${whole}.${shown}`;
}

const MAX_PLACES = 20;
