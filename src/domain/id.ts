import { bytesOf, exceeds } from './limits.ts';
import { refuse, type Refused } from './result.ts';
import { trimText } from './trim-text.ts';

/** Why a text is no id. */
export type IdErrorCode = 'MISSING_FIELD' | 'CONTROL_CHARACTER' | 'TOO_LONG';

/** What no template, provider or key can carry: control characters, halves of characters, and what decoders put for them. */
export const FORBIDDEN_CHARACTER = /[\u0000-\u001f\u007f\ud800-\udfff\ufffd]/u;

/**
 * An id, whatever it names and whichever way it comes in: without the blanks around it, not empty, and at most 500
 * bytes, since it is part of keys and of items that hold hundreds of them. The message goes on from the field's name.
 */
export function readIdText(text: string): { readonly ok: true; readonly id: string } | Refused<IdErrorCode> {
  const id = trimText(text);
  if (id === '') return refuse('MISSING_FIELD', 'is missing.');
  if (FORBIDDEN_CHARACTER.test(id)) {
    return refuse('CONTROL_CHARACTER', 'contains a control character or broken Unicode. Remove it.');
  }
  const tooLong = exceeds('id', bytesOf(id));
  return tooLong === null ? { ok: true, id } : refuse('TOO_LONG', `is too long: ${tooLong}`);
}
