import { misspelt } from '../../nearest-name.ts';
import { FieldRefusal, type Fields } from './read-fields.ts';

/** Names are shown up to this length together: a report of an import keeps the sentence, and cuts longer ones. */
const MAX_SHOWN = 140;

/** What says nothing is no loss. */
function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/**
 * The paths of the fields of an object that are not among the known ones and say something. One that is a known one in another
 * spelling refuses the row: an `Optout` that is left out is somebody who gets mail that they refused.
 */
export function unreadFields(fields: Fields, known: readonly string[], path: string): readonly string[] {
  const unread: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (known.includes(name) || isEmpty(value)) continue;
    const at = path === '' ? name : `${path}.${name}`;
    const shown = JSON.stringify(at.slice(0, 60));
    const meant = misspelt(name, known);
    if (meant !== undefined) {
      throw new FieldRefusal('UNKNOWN_FIELD', `There is no field ${shown}. Did you mean ${meant}?`, at);
    }
    unread.push(at);
  }
  return unread;
}

/** One sentence on what nobody reads of a row; `place` says where a path stands in it. */
export function describeUnread(paths: readonly string[], place: (path: string) => string): string {
  const shown: string[] = [];
  let length = 0;
  for (const path of paths) {
    const each = `${JSON.stringify(path.slice(0, 60))}${place(path)}`;
    length += each.length;
    if (shown.length > 0 && length > MAX_SHOWN) break;
    shown.push(each);
  }
  const more = paths.length - shown.length;
  return `Left out, since there is no such field: ${shown.join(', ')}${more === 0 ? '' : ` and ${more} more`}. The rest of the row is kept.`;
}
