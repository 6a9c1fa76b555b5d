import { javaRegex } from '../builtins/java-regex.ts';
import { toText } from '../builtins/java-values.ts';

type StringMethod = (text: string, args: readonly unknown[]) => unknown;

function range(text: string, from: unknown, to: unknown): string {
  const start = Number(from);
  const end = to === undefined ? text.length : Number(to);
  if (!(start >= 0 && start <= end && end <= text.length)) {
    throw new RangeError(
      `substring(${toText(from)}${to === undefined ? '' : `, ${toText(to)}`}) of a text of ${text.length} characters.`,
    );
  }
  return text.slice(start, end);
}

/** Unlike JavaScript's split, Java's leaves out what groups of the pattern matched, and has no empty part before a match of no width. */
function splitAll(text: string, pattern: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const match of text.matchAll(javaRegex(pattern, 'g'))) {
    const end = match.index + match[0].length;
    if (end === 0 || (match[0] === '' && match.index === text.length)) continue;
    parts.push(text.slice(start, match.index));
    start = end;
  }
  return [...parts, text.slice(start)];
}

/** Java drops empty parts at the end unless a limit is given. */
function split(text: string, pattern: string, limit: unknown): string[] {
  const parts = splitAll(text, pattern);
  if (typeof limit === 'number' && limit > 0) {
    const head = parts.slice(0, limit - 1);
    let offset = 0;
    const expression = javaRegex(pattern, 'g');
    for (let count = 0; count < head.length; count += 1) {
      if (!expression.exec(text)) break;
      offset = expression.lastIndex;
    }
    return parts.length <= limit ? parts : [...head, text.slice(offset)];
  }
  if (limit !== undefined) return parts;
  while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts;
}

/** Java writes groups as `$1`; `$&` and its kin are plain text there. */
function replacement(text: string): string {
  return text
    .replace(/\$(?![0-9])/g, '$$$$')
    .replace(/\\([\\$])/g, (_match, char: string) => (char === '$' ? '$$' : char));
}

/** By how much the first character that differs does; else by how much longer the text is. */
function compareTexts(text: string, other: string): number {
  const length = Math.min(text.length, other.length);
  for (let index = 0; index < length; index += 1) {
    const difference = text.charCodeAt(index) - other.charCodeAt(index);
    if (difference !== 0) return difference;
  }
  return text.length - other.length;
}

/** java.lang.String */
export const stringMethods: Readonly<Record<string, StringMethod>> = {
  length: (text) => text.length,
  isEmpty: (text) => text === '',
  charAt: (text, [position]) => range(text, position, Number(position) + 1),
  substring: (text, [from, to]) => range(text, from, to),
  split: (text, [pattern, limit]) => split(text, toText(pattern), limit),
  replace: (text, [search, substitute]) => text.split(toText(search)).join(toText(substitute)),
  replaceAll: (text, [pattern, substitute]) =>
    text.replace(javaRegex(toText(pattern), 'g'), replacement(toText(substitute))),
  replaceFirst: (text, [pattern, substitute]) =>
    text.replace(javaRegex(toText(pattern), ''), replacement(toText(substitute))),
  toLowerCase: (text) => text.toLowerCase(),
  toUpperCase: (text) => text.toUpperCase(),
  trim: (text) => text.trim(),
  startsWith: (text, [prefix, from]) => text.startsWith(toText(prefix), from === undefined ? 0 : Number(from)),
  endsWith: (text, [suffix]) => text.endsWith(toText(suffix)),
  contains: (text, [part]) => text.includes(toText(part)),
  equals: (text, [other]) => text === other,
  equalsIgnoreCase: (text, [other]) => typeof other === 'string' && text.toLowerCase() === other.toLowerCase(),
  compareTo: (text, [other]) => compareTexts(text, toText(other)),
  matches: (text, [pattern]) => javaRegex(`^(?:${toText(pattern)})$`, '').test(text),
  indexOf: (text, [part, from]) => text.indexOf(toText(part), from === undefined ? 0 : Number(from)),
  lastIndexOf: (text, [part, from]) =>
    from === undefined
      ? text.lastIndexOf(toText(part))
      : Number(from) < 0
        ? -1
        : text.lastIndexOf(toText(part), Number(from)),
  concat: (text, [other]) => text + toText(other),
  hashCode: (text) => hashCode(text),
  toString: (text: string) => text,
};

function hashCode(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0;
  return hash;
}
