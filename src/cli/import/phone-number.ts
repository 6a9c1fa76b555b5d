export const COUNTRIES = ['KR', 'NONE'] as const;

/** Where a phone number without a country code is; NONE: numbers stay as they are written. */
export type Country = (typeof COUNTRIES)[number];

/** What people put between the digits of a number. */
const SEPARATORS = /[\s().\-\u2010-\u2015\u2212]/g;

/** E.164: up to 15 digits, the first of them not zero. */
const INTERNATIONAL = /^\+[1-9]\d{6,14}$/;

/** Mobile numbers behind +82: 10 with eight digits, and the 11, 16, 17, 18 and 19 of before with seven or eight. */
const KOREAN_MOBILE = /^(10\d{8}|1[16789]\d{7,8})$/;

/**
 * A phone number in E.164, as `+821012345678`; null for what is no number that an SMS can be sent to. Korean mobile
 * numbers are taken with and without country code, trunk zero and separators; also without the zero, which spreadsheets
 * drop. With another country code a number only has to be possible.
 */
export function toE164(text: string, country: Country): string | null {
  if (country === 'NONE') return text;
  const compact = text.normalize('NFKC').replaceAll(SEPARATORS, '');
  const national = /^(?:\+82|0082|82)?0?(1\d+)$/.exec(compact)?.[1];
  if (national !== undefined && KOREAN_MOBILE.test(national)) return `+82${national}`;
  return INTERNATIONAL.test(compact) && !compact.startsWith('+82') ? compact : null;
}
