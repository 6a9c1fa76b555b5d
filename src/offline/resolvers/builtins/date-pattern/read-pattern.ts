/** The part of Java's DateTimeFormatter patterns that the sandbox runs; any other letter is refused by name. */
import { UtilArgumentError } from '../arguments.ts';

export type PatternPart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'field'; readonly letter: FieldLetter; readonly width: number };

export type FieldLetter =
  'y' | 'M' | 'd' | 'D' | 'E' | 'a' | 'H' | 'k' | 'h' | 'K' | 'm' | 's' | 'S' | 'Z' | 'X' | 'x' | 'V' | 'z';

const LETTERS: Readonly<Record<string, FieldLetter>> = {
  ...{ y: 'y', u: 'y', M: 'M', L: 'M', d: 'd', D: 'D', E: 'E', a: 'a', H: 'H', k: 'k', h: 'h', K: 'K' },
  ...{ m: 'm', s: 's', S: 'S', Z: 'Z', X: 'X', x: 'x', V: 'V', z: 'z' },
};

const cache = new Map<string, readonly PatternPart[]>();
const CACHE_LIMIT = 500;

/** Splits a pattern into literals and fields. https://docs.oracle.com/javase/8/docs/api/java/time/format/DateTimeFormatter.html */
export function readPattern(pattern: string): readonly PatternPart[] {
  const known = cache.get(pattern);
  if (known) return known;
  const parts: PatternPart[] = [];
  for (const [token, quoted] of pattern.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+|'/g)) {
    if (quoted !== undefined) parts.push({ kind: 'literal', text: quoted === '' ? "'" : quoted.replaceAll("''", "'") });
    else if (token === "'" || /[[\]{}#]/.test(token)) throw unsupported(token, pattern);
    else if (/^[A-Za-z]/.test(token)) parts.push(field(token, pattern));
    else parts.push({ kind: 'literal', text: token });
  }
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(pattern, parts);
  return parts;
}

function field(token: string, pattern: string): PatternPart {
  const letter = LETTERS[token.charAt(0)];
  if (letter === undefined) throw unsupported(token, pattern);
  return { kind: 'field', letter, width: token.length };
}

function unsupported(token: string, pattern: string): UtilArgumentError {
  return new UtilArgumentError(`"${token}" in the date pattern ${pattern} is not supported by the offline sandbox.`);
}
