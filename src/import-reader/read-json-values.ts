import type { Encoding } from './encoding.ts';
import { undecodable, type Row } from './row.ts';

/** A customer is at most 350 KB; a longer entry is damage, and must not fill memory. */
const MAX_ENTRY = 360_000;

/** Blanks, and the commas between the entries of a list. */
const BETWEEN = /[\s,]/;

type Place = 'BEFORE' | 'AMONG' | 'WITHIN' | 'AFTER';

/**
 * Splits JSON that is not one object on each line into its entries, in constant memory: a list of objects, or objects
 * that stretch over several lines. A row's line is the number of its entry, since all of them may stand in one line.
 */
export async function* readJsonValues(text: AsyncIterable<string>, encoding: Encoding): AsyncGenerator<Row> {
  let place: Place = 'BEFORE';
  let isList = false;
  let entry = 0;
  let depth = 0;
  let isQuoted = false;
  let isEscaped = false;
  let pending = '';
  let dropped = 0;

  function end(): Row {
    const whole = pending;
    const length = dropped + whole.length;
    pending = '';
    dropped = 0;
    place = 'AMONG';
    if (length > MAX_ENTRY) {
      const reason = `The entry is ${length} characters long; at most ${MAX_ENTRY} are read.`;
      return { line: entry, code: 'LINE_TOO_LONG', reason };
    }
    return whole.includes('\ufffd') ? undecodable(entry, encoding) : { line: entry, text: whole };
  }

  /** Whether the entry ends with this character. */
  function isLast(character: string): boolean {
    if (isQuoted) {
      if (isEscaped) isEscaped = false;
      else if (character === '\\') isEscaped = true;
      else if (character === '"') isQuoted = false;
      return false;
    }
    if (character === '"') isQuoted = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth = Math.max(0, depth - 1);
    return depth === 0 && (character === '}' || character === ']');
  }

  for await (const chunk of text) {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const character = chunk[at] ?? '';
      if (place === 'WITHIN') {
        // What is no object has no bracket that ends it.
        const isOver = depth === 0 && !isQuoted && (BETWEEN.test(character) || character === ']');
        if (!isOver && !isLast(character)) continue;
        pending += chunk.slice(from, isOver ? at : at + 1);
        yield end();
        if (isOver && character === ']') place = 'AFTER';
        continue;
      }
      if (BETWEEN.test(character)) continue;
      if (place === 'BEFORE' && character === '[') {
        isList = true;
        place = 'AMONG';
      } else if (place === 'AMONG' && isList && character === ']') {
        place = 'AFTER';
      } else {
        entry += 1;
        depth = 0;
        from = at;
        place = 'WITHIN';
        if (!isLast(character)) continue;
        pending = character;
        yield end();
      }
    }
    if (place !== 'WITHIN') continue;
    pending += chunk.slice(from);
    if (pending.length <= MAX_ENTRY) continue;
    // Beyond the limit only the length is kept: the entry is going to be refused.
    dropped += pending.length;
    pending = '';
  }
  if (pending.length + dropped > 0 && depth === 0 && !isQuoted) yield end();
  else if (pending.length + dropped > 0 || (isList && place !== 'AFTER')) {
    const reason = 'The file ends before its list does. The entries before were read; get the file again for the rest.';
    yield { line: Math.max(entry, 1), code: 'TRUNCATED_FILE', reason };
  }
}
