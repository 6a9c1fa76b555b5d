import { readNameText } from '../../name.ts';
import { refuse, type Refused } from '../../result.ts';

type Named = { readonly ok: true; readonly name: string } | Refused<'INVALID_NAME'>;

/** The name of an event, an attribute or a metric as events are kept with it; left out, all are meant. */
export function readNamed(text: string | undefined, field: string): Named {
  if (text === undefined) return { ok: true, name: '' };
  const read = readNameText(text);
  return read.ok ? read : refuse('INVALID_NAME', `${field} ${read.error.message}`);
}
