const WHOLE = new Intl.NumberFormat('ko-KR', { maximumFractionDigits: 0 });

/** A number of people or messages: `12,430`. */
export function count(value: number): string {
  return WHOLE.format(value);
}

/** An amount of money in won, never abbreviated: `₩148,200`; less than ten won with its fractions. */
export function won(value: number): string {
  if (value !== 0 && Math.abs(value) < 10) return `₩${value.toFixed(2)}`;
  return `₩${WHOLE.format(value)}`;
}

/** A share of people that was estimated, in percent without the sign: neither all nor none unless it is. */
export function shareInPercent(share: number): string {
  const percents = share * 100;
  if (percents > 0 && percents < 0.1) return '<0.1';
  return percents > 99.9 && percents < 100 ? '99.9' : percents.toFixed(1);
}

/** A share in percent: 100 % only when it is all, 0 % only when it is none. */
export function percent(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return '0%';
  if (part >= whole) return '100%';
  const share = (part / whole) * 100;
  if (share < 0.1) return '<0.1%';
  // Cut, not rounded: 99.96 is not all.
  return `${(Math.floor(share * 10) / 10).toFixed(1)}%`;
}
