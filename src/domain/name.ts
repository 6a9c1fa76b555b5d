import { FORBIDDEN_CHARACTER } from './id.ts';
import { refuse, type Refused } from './result.ts';
import { trimText } from './trim-text.ts';

/** Why a text is no name. */
export type NameErrorCode = 'INVALID_FIELD' | 'RESERVED_NAME' | 'CONTROL_CHARACTER' | 'TOO_LONG';

/** Pinpoint's limit for the names of attributes and metrics, in characters; events keep to it as well. */
export const MAX_NAME = 50;

/** Characters as people count them; a text of no more units than allowed has no more characters either. */
function isLonger(text: string, most: number): boolean {
  return text.length > most && (text.length > most * 2 || [...text].length > most);
}

/**
 * The name of an attribute, a metric or an event, or a value that is kept as one: alike in calls, imports, segments and
 * templates, without the blanks around it, and composed: what macOS writes in nine letters and others in four is one
 * name. The message goes on from what the name is of.
 */
export function readNameText(text: string): { readonly ok: true; readonly name: string } | Refused<NameErrorCode> {
  const name = trimText(text).normalize('NFC');
  if (name === '') return refuse('INVALID_FIELD', 'is empty.');
  // In JavaScript it would set what an object inherits from instead of a field.
  if (name === '__proto__') return refuse('RESERVED_NAME', 'must not be __proto__.');
  if (FORBIDDEN_CHARACTER.test(name)) {
    return refuse('CONTROL_CHARACTER', 'contains a control character or broken Unicode. Remove it.');
  }
  if (!isLonger(name, MAX_NAME)) return { ok: true, name };
  return refuse('TOO_LONG', `has ${[...name].length} characters; at most ${MAX_NAME} are allowed.`);
}
