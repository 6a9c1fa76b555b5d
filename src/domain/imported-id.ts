import { digestHex } from '../standards/digest.ts';
import { readIdText } from './id.ts';
import { refuse, type Refused } from './result.ts';
import { trimText } from './trim-text.ts';

/**
 * The id of what comes from elsewhere, by what it is called there, such as `pinpoint/segment/<id>`: the same thing
 * imported again is the same here, and what refers to it needs nothing looked up. Blanks around the key are no part of it.
 */
export function importedId(key: string): string {
  return `imported-${digestHex('sha256', trimText(key)).slice(0, 32)}`;
}

/** The id under which something is to be saved: given, of an import, or none yet (undefined). */
export function idOfSaved(
  given: string | undefined,
  importKey: string | undefined,
): { readonly ok: true; readonly id: string | undefined } | Refused<'INVALID_IMPORT_KEY'> {
  if (importKey === undefined) return { ok: true, id: given };
  if (given !== undefined) {
    return refuse('INVALID_IMPORT_KEY', 'importKey: what has an id has no key of an import. Leave one of them out.');
  }
  const read = readIdText(importKey);
  return read.ok
    ? { ok: true, id: importedId(read.id) }
    : refuse('INVALID_IMPORT_KEY', `importKey: it ${read.error.message}`);
}
