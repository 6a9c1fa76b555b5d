/**
 * A whole number as people write it: `5,000,000`, `５０００`, `500만`, `₩3천`; null for what is none, so that nothing is
 * ever cut to its first letters.
 */
export function readAmount(text: string): number | null {
  // Full-width digits and signs are the same ones.
  const plain = text.normalize('NFKC').replaceAll(/[\s,₩원명]/g, '');
  const match = /^(\d+(?:\.\d+)?)(억|만|천)?$/.exec(plain);
  if (match === null) return null;
  const [, digits = '', unit = ''] = match;
  const amount = Number(digits) * (UNITS[unit] ?? 1);
  return Number.isSafeInteger(amount) ? amount : null;
}

const UNITS: Readonly<Record<string, number>> = { 억: 100_000_000, 만: 10_000, 천: 1_000 };
