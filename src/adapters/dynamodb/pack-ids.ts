/**
 * Lossless short forms of ids. Chunk items are written and read by the million and DynamoDB bills their bytes: a UUID
 * takes 22 characters instead of 36, everything else stays as it is, marked where it could be mistaken.
 */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const NEEDS_MARK = /^[~!=]|[\\\t\n]/;
const SEPARATORS: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n' };
const ESCAPES: Readonly<Record<string, string>> = { '\\\\': '\\', '\\t': '\t', '\\n': '\n' };

const HYPHEN = 45;
/** What a packed UUID begins with, and nothing else. */
export const TILDE = 126;
const PACKED_LENGTH = 23;
/** Characters of a UUID. */
export const UUID_LENGTH = 36;

/** The value of a digit or letter by its character code; -1 for every other character. */
function valuesOf(characters: string): Int8Array {
  const values = new Int8Array(128).fill(-1);
  for (let value = 0; value < characters.length; value += 1) values[characters.charCodeAt(value)] = value;
  return values;
}

const DIGITS = '0123456789abcdef';
const DIGIT_VALUES = valuesOf(DIGITS);
const LETTER_VALUES = valuesOf(ALPHABET);
const DIGIT_CODES = Uint8Array.from(DIGITS, (digit) => digit.charCodeAt(0));
const LETTER_CODES = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));

/** Where the digits of a UUID stand; by threes, and at last the two that are left over. */
const DIGITS_AT = Uint8Array.from({ length: UUID_LENGTH }, (_, at) => at).filter((at) => ![8, 13, 18, 23].includes(at));
const UUID_DIGITS = DIGITS_AT.length;
const LAST_DIGITS = 30;

// Millions of ids pass here: each is built in one of these, so that the text itself is all that is allocated.
const packedBytes = Buffer.alloc(PACKED_LENGTH, TILDE);
const uuidBytes = Buffer.alloc(UUID_LENGTH, HYPHEN);
const idBytes = Buffer.alloc(UUID_LENGTH * 3);

/** Places for the values of the digits of a UUID. */
const digits = new Int8Array(UUID_DIGITS);

/**
 * Writes the short form of a UUID in lower case, which begins at a place of `uuids`, at a place of `target`: a tilde,
 * then two letters for every three digits, and for the last two. False: it is none, and what was written means nothing.
 */
export function writePackedUuid(uuids: Uint8Array, from: number, target: Uint8Array, start: number): boolean {
  // Whatever is no digit makes a number negative.
  let seen = 0;
  let count = 0;
  for (let at = from; at < from + UUID_LENGTH; at += 1) {
    const code = uuids[at] ?? 0;
    if (code === HYPHEN) continue;
    const value = DIGIT_VALUES[code] ?? -1;
    seen |= value;
    digits[count] = value;
    count += 1;
  }
  for (let at = 8; at <= 23; at += 5) if (uuids[from + at] !== HYPHEN) return false;
  if (count !== UUID_DIGITS || seen < 0) return false;
  target[start] = TILDE;
  let letter = start + 1;
  for (let digit = 0; digit < LAST_DIGITS; digit += 3) {
    const middle = digits[digit + 1] ?? 0;
    target[letter] = LETTER_CODES[((digits[digit] ?? 0) << 2) | (middle >> 2)] ?? 0;
    target[letter + 1] = LETTER_CODES[((middle & 3) << 4) | (digits[digit + 2] ?? 0)] ?? 0;
    letter += 2;
  }
  const high = digits[LAST_DIGITS] ?? 0;
  target[letter] = LETTER_CODES[high >> 2] ?? 0;
  target[letter + 1] = LETTER_CODES[((high & 3) << 4) | (digits[LAST_DIGITS + 1] ?? 0)] ?? 0;
  return true;
}

/** Characters of a packed UUID. */
export const PACKED_UUID_LENGTH = PACKED_LENGTH;

function packUuid(uuid: string): string | null {
  if (uuid.length !== UUID_LENGTH || idBytes.write(uuid) !== UUID_LENGTH) return null;
  return writePackedUuid(idBytes, 0, packedBytes, 0) ? packedBytes.toString('latin1') : null;
}

/**
 * Writes the UUID whose short form begins at a place of `packed` at a place of `target`, where its hyphens stand already.
 */
export function writeUuid(packed: Uint8Array, start: number, target: Uint8Array, to: number): void {
  // Whatever is no letter makes a number negative.
  let seen = 0;
  let letter = start + 1;
  for (let digit = 0; digit < LAST_DIGITS; digit += 3) {
    const high = LETTER_VALUES[packed[letter] ?? 0] ?? -1;
    const low = LETTER_VALUES[packed[letter + 1] ?? 0] ?? -1;
    letter += 2;
    seen |= high | low;
    target[to + (DIGITS_AT[digit] ?? 0)] = DIGIT_CODES[(high >> 2) & 15] ?? 0;
    target[to + (DIGITS_AT[digit + 1] ?? 0)] = DIGIT_CODES[((high << 2) | (low >> 4)) & 15] ?? 0;
    target[to + (DIGITS_AT[digit + 2] ?? 0)] = DIGIT_CODES[low & 15] ?? 0;
  }
  const high = LETTER_VALUES[packed[letter] ?? 0] ?? -1;
  const low = LETTER_VALUES[packed[letter + 1] ?? 0] ?? -1;
  target[to + UUID_LENGTH - 2] = DIGIT_CODES[((high << 2) | (low >> 4)) & 15] ?? 0;
  target[to + UUID_LENGTH - 1] = DIGIT_CODES[low & 15] ?? 0;
  if ((seen | high | low) < 0) throw new TypeError('A stored chunk has an id that is cut off or damaged.');
}

function unpackUuid(packed: string, start: number): string {
  const length = idBytes.write(packed.slice(start, start + PACKED_LENGTH));
  idBytes.fill(0, length, length + PACKED_LENGTH);
  writeUuid(idBytes, 0, uuidBytes, 0);
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
