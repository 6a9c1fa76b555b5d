import { stringScalar } from './string-scalar.ts';

const INTERNATIONAL = /^\+[1-9]\d{6,14}$/;
/** Without a country code AppSync takes the number for a North American one. */
const NORTH_AMERICAN = /^1?[2-9]\d{2}[2-9]\d{6}$/;

/**
 * E.164 with a plus sign, or a North American number; spaces, hyphens and brackets may separate the digits.
 * The form is checked, not each country's numbering plan (AppSync knows those too).
 */
export const AWSPhone = stringScalar('AWSPhone', 'a valid phone number', (text) => {
  const digits = text.replaceAll(/[\s().-]/g, '');
  return INTERNATIONAL.test(digits) || NORTH_AMERICAN.test(digits);
});
