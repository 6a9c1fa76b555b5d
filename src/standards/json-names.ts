/** Names in a text of JSON (RFC 8259) and where they stand, which `JSON.parse` does not tell. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** An object or a list that has begun: the names that it had so far with their places, and the last of them. */
type Level = { readonly seen: Map<string, number> | null; name: string; index: number };

/** A name of an object that stands there twice; places are counted in UTF-16 units from 0. */
export type RepeatedName = { readonly path: string; readonly at: number; readonly before: number };

/** Where a text of JSON has something, as an editor shows it: from 1. */
export type TextPlace = { readonly line: number; readonly column: number };

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}

/** Goes over the names of valid JSON in their order until `visit` says that it has seen enough. */
function walk(
  text: string,
  visit: (levels: readonly Level[], at: number, before: number | undefined) => boolean,
): void {
  const levels: Level[] = [];
  let expectsName = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      const top = levels.at(-1);
      if (expectsName && top?.seen) {
        const written = text.slice(at + 1, end);
        top.name = written.includes('\\') ? String(JSON.parse(text.slice(at, end + 1))) : written;
        const before = top.seen.get(top.name);
        if (before === undefined) top.seen.set(top.name, at);
        if (visit(levels, at, before)) return;
        expectsName = false;
      }
      at = end;
    } else if (code === OPEN_OBJECT) {
      levels.push({ seen: new Map(), name: '', index: 0 });
      expectsName = true;
    } else if (code === OPEN_LIST) {
      levels.push({ seen: null, name: '', index: 0 });
      expectsName = false;
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
      levels.pop();
      expectsName = false;
    } else if (code === COMMA) {
      const top = levels.at(-1);
      expectsName = top?.seen != null;
      if (top?.seen === null) top.index += 1;
    }
  }
}

function pathOf(levels: readonly Level[]): string {
  return levels
    .map(({ seen, name, index }, depth) => (seen === null ? `[${index}]` : `${depth === 0 ? '' : '.'}${name}`))
    .join('')
    .replace(/^\./, '');
}

/** The first name that stands twice in one object of a valid JSON text: parsers keep one of its values in silence. */
export function findRepeatedName(text: string): RepeatedName | null {
  let found: RepeatedName | null = null;
  walk(text, (levels, at, before) => {
    if (before === undefined) return false;
    found = { path: pathOf(levels), at, before };
    return true;
  });
  return found;
}

/** Where the name at a path (`a.b`, `list[2].c`) begins in a valid JSON text; -1 when it has none such. */
export function findName(text: string, path: string): number {
  let found = -1;
  walk(text, (levels, at) => {
    if (pathOf(levels) !== path) return false;
    found = at;
    return true;
  });
  return found;
}

/** The line and column of a place in a text, which is counted in UTF-16 units from 0. */
export function placeIn(text: string, at: number): TextPlace {
  const before = text.slice(0, Math.max(0, at));
  const lines = before.split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
