import { digestHex } from '../standards/digest.ts';
import { refuse, type Refused } from './result.ts';

const MAX_KEY = 512;

/**
 * The id of what comes from elsewhere, by what it is called there, such as `pinpoint/segment/<id>`: the same thing
 * imported again is the same here, and what refers to it needs nothing looked up.
 */
export function importedId(key: string): string {
  return `imported-${digestHex('sha256', key).slice(0, 32)}`;
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
  if (importKey.trim() === '' || importKey.length > MAX_KEY) {
    return refuse('INVALID_IMPORT_KEY', `importKey: must have 1 to ${MAX_KEY} characters.`);
  }
  return { ok: true, id: importedId(importKey) };
}
