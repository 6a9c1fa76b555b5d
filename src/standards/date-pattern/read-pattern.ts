export type PatternPart =
  | { readonly kind: 'literal'; readonly text: string; readonly isQuoted: boolean }
  | { readonly kind: 'field'; readonly letter: string; readonly width: number };

/** A quote of a date pattern is not closed. */
export class OpenQuoteError extends Error {
  override readonly name = 'OpenQuoteError';
}

/**
 * Splits a date pattern of Java into fields (runs of one letter) and literal text; SimpleDateFormat and
 * DateTimeFormatter agree on that. Which letters mean something is the caller's to say. Throws OpenQuoteError.
 */
export function readPattern(pattern: string): readonly PatternPart[] {
  return [...pattern.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+|'/g)].map(([token, quoted, letter]) => {
    if (quoted !== undefined)
      return { kind: 'literal', text: quoted === '' ? "'" : quoted.replaceAll("''", "'"), isQuoted: true };
    if (token === "'") throw new OpenQuoteError(`The date pattern ${JSON.stringify(pattern)} has an open quote.`);
    return letter === undefined
      ? { kind: 'literal', text: token, isQuoted: false }
      : { kind: 'field', letter, width: token.length };
  });
}
