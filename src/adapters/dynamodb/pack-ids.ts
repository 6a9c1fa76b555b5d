/**
 * Lossless short forms of ids. Chunk items are written and read by the million and DynamoDB bills their bytes: a UUID
 * takes 22 characters instead of 36, everything else stays as it is, marked where it could be mistaken.
 */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const NEEDS_MARK = /^[~!=]|[\\\t\n]/;
const SEPARATORS: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n' };
const ESCAPES: Readonly<Record<string, string>> = { '\\\\': '\\', '\\t': '\t', '\\n': '\n' };

const HYPHEN = 45;
const TILDE = 126;
const PACKED_LENGTH = 23;
const UUID_LENGTH = 36;

/** Where the 32 digits of a UUID stand. */
const DIGIT_AT = Array.from({ length: UUID_LENGTH }, (_, at) => at).filter((at) => ![8, 13, 18, 23].includes(at));

/** The value of a digit or letter by its character code; -1 for every other character. */
function valuesOf(characters: string): Int8Array {
  const values = new Int8Array(128).fill(-1);
  for (let value = 0; value < characters.length; value += 1) values[characters.charCodeAt(value)] = value;
  return values;
}

const DIGITS = '0123456789abcdef';
const DIGIT_VALUES = valuesOf(DIGITS);
const LETTER_VALUES = valuesOf(ALPHABET);
const DIGIT_CODES = Array.from(DIGITS, (digit) => digit.charCodeAt(0));
const LETTER_CODES = Array.from(ALPHABET, (letter) => letter.charCodeAt(0));

// Millions of ids pass here: each is built in one of these, so that the text itself is all that is allocated.
const packedBytes = Buffer.alloc(PACKED_LENGTH, TILDE);
const uuidBytes = Buffer.alloc(UUID_LENGTH, HYPHEN);

/**
 * Writes the short form of a UUID in lower case at a place of `target`: a tilde, then two letters for every three
 * digits, and for the last two. False: it is none, and what was written means nothing.
 */
export function writePackedUuid(uuid: string, target: Uint8Array, start: number): boolean {
  if (uuid.length !== UUID_LENGTH) return false;
  for (let at = 8; at <= 23; at += 5) if (uuid.charCodeAt(at) !== HYPHEN) return false;
  let bits = 0;
  let letter = start;
  target[letter] = TILDE;
  letter += 1;
  for (let digit = 0; digit < 32; digit += 1) {
    const value = DIGIT_VALUES[uuid.charCodeAt(DIGIT_AT[digit] ?? 0)] ?? -1;
    if (value < 0) return false;
    bits = (bits << 4) | value;
    if (digit % 3 !== 2 && digit !== 31) continue;
    target[letter] = LETTER_CODES[bits >>> 6] ?? 0;
    target[letter + 1] = LETTER_CODES[bits & 63] ?? 0;
    letter += 2;
    bits = 0;
  }
  return true;
}

/** Characters of a packed UUID. */
export const PACKED_UUID_LENGTH = PACKED_LENGTH;

function packUuid(uuid: string): string | null {
  return writePackedUuid(uuid, packedBytes, 0) ? packedBytes.toString('latin1') : null;
}

function unpackUuid(packed: string, start: number): string {
  let digit = 0;
  for (let letter = 1; letter < PACKED_LENGTH; letter += 2) {
    const high = LETTER_VALUES[packed.charCodeAt(start + letter)] ?? -1;
    const low = LETTER_VALUES[packed.charCodeAt(start + letter + 1)] ?? -1;
    if (high < 0 || low < 0) throw new TypeError('A stored chunk has an id that is cut off or damaged.');
    const bits = (high << 6) | low;
    if (letter < 21) {
      uuidBytes[DIGIT_AT[digit] ?? 0] = DIGIT_CODES[bits >>> 8] ?? 0;
      digit += 1;
    }
    uuidBytes[DIGIT_AT[digit] ?? 0] = DIGIT_CODES[(bits >>> 4) & 15] ?? 0;
    uuidBytes[DIGIT_AT[digit + 1] ?? 0] = DIGIT_CODES[bits & 15] ?? 0;
    digit += 2;
  }
  return uuidBytes.toString('latin1');
}

/** Shortens one id; the result holds no tab and no newline and never starts with `=`. */
export function packId(id: string): string {
  const packed = packUuid(id);
  if (packed !== null) return packed;
  if (!NEEDS_MARK.test(id)) return id;
  return `!${id.replaceAll(/[\\\t\n]/g, (character) => SEPARATORS[character] ?? character)}`;
}

/** The inverse of `packId`, for the part of a text from `start` to `end`. */
export function unpackId(text: string, start = 0, end = text.length): string {
  if (text.charCodeAt(start) === TILDE && end > start) return unpackUuid(text, start);
  const packed = text.slice(start, end);
  if (!packed.startsWith('!')) return packed;
  return packed.slice(1).replaceAll(/\\[\\tn]/g, (escape) => ESCAPES[escape] ?? escape);
}

/** Joins ids to one text, for lists of excluded customers. */
export function packIds(ids: readonly string[]): string {
  // The leading newline tells no ids from one empty id.
  return ids.map((id) => `\n${packId(id)}`).join('');
}

/** The inverse of `packIds`. */
export function unpackIds(packed: string): string[] {
  return packed === ''
    ? []
    : packed
        .slice(1)
        .split('\n')
        .map((id) => unpackId(id));
}
