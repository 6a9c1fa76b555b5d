import { trimText } from '../trim-text.ts';
import type { Attributes } from './customer.ts';

const HANGUL = /\p{Script=Hangul}/u;

/** DynamoDB takes 1,024 bytes of a sort key; of a longer name its beginning is enough to find it. */
const MAX_LETTERS = 100;

/** So many letters name the group of names that is looked through; a search has to have as many. */
export const LEAST_NAME_LETTERS = 2;

/**
 * What a customer is called: the attribute `Name`, or else `FamilyName` and `GivenName` as they are written together
 * (김서연, Minji Kim), or the one of them that there is.
 */
export function customerName(attributes: Attributes): string | undefined {
  const valueOf = (attribute: string): string => trimText(attributes[attribute]?.[0] ?? '');
  const whole = valueOf('Name');
  if (whole !== '') return whole;
  const family = valueOf('FamilyName');
  const given = valueOf('GivenName');
  const together = HANGUL.test(family + given) ? `${family}${given}` : trimText(`${given} ${family}`);
  return together === '' ? undefined : together;
}

/** A name as it is compared: composed, in small letters, with one blank where there were several. */
function comparableName(name: string): string {
  const plain = trimText(name.normalize('NFC')).toLowerCase().replaceAll(/\s+/gu, ' ');
  return [...plain].slice(0, MAX_LETTERS).join('');
}

/** By what a name is found: the group of its first letters, and the name within it; null for what is too short. */
export function nameKeys(name: string): { readonly nameGroup: string; readonly searchName: string } | null {
  const searchName = comparableName(name);
  const letters = [...searchName];
  if (letters.length < LEAST_NAME_LETTERS) return null;
  return { nameGroup: letters.slice(0, LEAST_NAME_LETTERS).join(''), searchName };
}
