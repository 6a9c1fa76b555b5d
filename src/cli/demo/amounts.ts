/** A count of people or messages, without the fractions of an expectation. */
export function whole(count: number): string {
  return Math.round(count).toLocaleString('en');
}

/** Won, with a fraction where it is less than ten. */
export function won(krw: number): string {
  const maximumFractionDigits = Math.abs(krw) < 10 ? 2 : 0;
  return `₩${krw.toLocaleString('en', { maximumFractionDigits })}`;
}
