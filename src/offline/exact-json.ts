import { randomUUID } from 'node:crypto';

/** Texts and numbers of a JSON document; whatever else is in it has neither quotes nor digits. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const MAY_BE_LARGE = /\d{16}/;
const INTEGER = /^-?\d+$/;

/** What no document holds by chance: it stands for "this text is an integer" between our reader and JavaScript's. */
const MARK = `integer ${randomUUID()} `;
const MARKED = new RegExp(`"${MARK}(-?\\d+)"`, 'g');

/** An integer as Java has it: a number as far as that is exact, a bigint beyond 2^53. */
export function exactInteger(digits: string): number | bigint {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : BigInt(digits);
}

/** Reads JSON as Jackson does: integers beyond 2^53 keep all of their digits, as bigints. */
export function readExactJson(text: string): unknown {
  if (!MAY_BE_LARGE.test(text)) return JSON.parse(text);
  const marked = text.replaceAll(TOKENS, (token) =>
    INTEGER.test(token) && !Number.isSafeInteger(Number(token)) ? `"${MARK}${token}"` : token,
  );
  const value: unknown = JSON.parse(marked, (_key, inner: unknown) =>
    typeof inner === 'string' && inner.startsWith(MARK) ? BigInt(inner.slice(MARK.length)) : inner,
  );
  return value;
}

/** Writes JSON; a bigint is written with its digits. */
export function writeExactJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    // Hardly any document has one, and calling a function for each value of all of them takes ten times as long.
    if (!(error instanceof TypeError)) throw error;
    const text = JSON.stringify(value, (_key, inner: unknown) =>
      typeof inner === 'bigint' ? `${MARK}${inner}` : inner,
    );
    return text.replaceAll(MARKED, '$1');
  }
}
