/** The choices of `--country`. */
export const COUNTRIES = ['KR', 'NONE'] as const;

/** Where a phone number without a country code is; NONE: it has to have one. */
export type Country = (typeof COUNTRIES)[number];

/** What people put between the digits of a number, and what messengers and address books leave there unseen. */
const SEPARATORS = /[\s().\-\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** A number as programs write it that take it for a quantity. */
const DECIMALS = /^(\D*\d{8,})\.0+$/u;

/** `+44 (0)20 …`: the zero is for callers from within the country. */
const TRUNK_ZERO = /^(\+\d{1,3}[\s.-]*)\(0\)/u;

/** E.164: up to 15 digits, the first of them not zero. */
const E164 = /^\+[1-9]\d{6,14}$/;

/** Mobile numbers behind +82: 10 with eight digits, and the 11, 16, 17, 18 and 19 of before with seven or eight. */
const KOREAN_MOBILE = /^(10\d{8}|1[16789]\d{7,8})$/;

/**
 * A phone number in E.164, as `+821012345678`; null for what is none. A number without a country code is Korean (as a
 * time without a zone is), in every way in alike, and has to be a mobile one: with or without its trunk zero, which
 * spreadsheets drop. With a country code it only has to be possible. An E.164 number comes out as it went in.
 */
export function toE164(text: string, country: Country = 'KR'): string | null {
  // As nearly every number is stored; each is read for every message.
  if (text.startsWith('+82') ? KOREAN_MOBILE.test(text.slice(3)) : E164.test(text)) return text;
  const compact = text
    .normalize('NFKC')
    .trim()
    .replace(DECIMALS, '$1')
    .replace(TRUNK_ZERO, '$1')
    .replaceAll(SEPARATORS, '');
  const withCode = /^(?:\+82|0082)0?(\d+)$/.exec(compact)?.[1];
  if (withCode !== undefined) return koreanNumber(withCode);
  if (E164.test(compact)) return compact;
  const national = country === 'KR' ? /^(?:82)?0?(1\d+)$/.exec(compact)?.[1] : undefined;
  return national !== undefined && KOREAN_MOBILE.test(national) ? `+82${national}` : null;
}

/** Behind +82 any number may be meant, but one that begins with 10 and is no mobile number has lost a digit. */
function koreanNumber(national: string): string | null {
  const number = `+82${national}`;
  if (national.startsWith('0') || !E164.test(number)) return null;
  return KOREAN_MOBILE.test(national) || !national.startsWith('10') ? number : null;
}
