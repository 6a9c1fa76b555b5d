/** The part of Java's DateTimeFormatter patterns that the sandbox runs; any other letter is refused by name. */
import { OpenQuoteError, readPattern as splitPattern } from '../../../../standards/date-pattern/read-pattern.ts';
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
  const parts = split(pattern).map((part): PatternPart => {
    if (part.kind === 'field') return field(part.letter, part.width, pattern);
    // Only what is not quoted: Java keeps these for later, and refuses them.
    if (part.isQuoted || !/[[\]{}#]/.test(part.text)) return part;
    throw unsupported(part.text, pattern);
  });
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(pattern, parts);
  return parts;
}

function split(pattern: string): ReturnType<typeof splitPattern> {
  try {
    return splitPattern(pattern);
  } catch (error) {
    if (error instanceof OpenQuoteError) throw unsupported("'", pattern);
    throw error;
  }
}

function field(written: string, width: number, pattern: string): PatternPart {
  const letter = LETTERS[written];
  if (letter === undefined) throw unsupported(written.repeat(width), pattern);
  return { kind: 'field', letter, width };
}

function unsupported(token: string, pattern: string): UtilArgumentError {
  return new UtilArgumentError(`"${token}" in the date pattern ${pattern} is not supported by the offline sandbox.`);
}
