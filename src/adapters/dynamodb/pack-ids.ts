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

/** More than any value of a digit or letter, alone or shifted beside others: what is made of it shows that it was none. */
const NO_VALUE = 0x1000;

/** The value of a digit or letter by its character code; `NO_VALUE` for every other character. */
function valuesOf(characters: string): Uint16Array {
  const values = new Uint16Array(256).fill(NO_VALUE);
  for (let value = 0; value < characters.length; value += 1) values[characters.charCodeAt(value)] = value;
  return values;
}

// Millions of ids pass here: each is built in one of these, so that the text itself is all that is allocated.
const packedBytes = Buffer.alloc(PACKED_LENGTH, TILDE);
const uuidBytes = Buffer.alloc(UUID_LENGTH, HYPHEN);
const idBytes = Buffer.alloc(UUID_LENGTH * 3);

/** Translates UUIDs at places of bytes into other bytes. */
type UuidWriter = {
  /**
   * Writes the short form of a UUID in lower case, which begins at a place of `uuids`, at a place of `target`: a tilde,
   * then two letters for every three digits, and for the last two. False: it is none, and what was written means nothing.
   */
  readonly writePackedUuid: (uuids: Uint8Array, from: number, target: Uint8Array, start: number) => boolean;
  /** Writes the UUID whose short form begins at a place of `packed` at a place of `target`, where its hyphens stand already. */
  readonly writeUuid: (packed: Uint8Array, start: number, target: Uint8Array, to: number) => void;
};

/** A function of its own, so that its tables are constants: bundling makes variables of a module's, which V8 reads each time. */
function createUuidWriter(): UuidWriter {
  const hexadecimal = '0123456789abcdef';
  const digitValues = valuesOf(hexadecimal);
  const letterValues = valuesOf(ALPHABET);
  const digits = Uint8Array.from(hexadecimal, (digit) => digit.charCodeAt(0));
  const letters = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
  // By threes, and at last the two that are left over.
  const places = Uint8Array.from({ length: UUID_LENGTH }, (_, at) => at).filter((at) => ![8, 13, 18, 23].includes(at));
  const lastDigits = 30;

  return {
    writePackedUuid: (uuids, from, target, start) => {
      for (let at = 8; at <= 23; at += 5) if (uuids[from + at] !== HYPHEN) return false;
      // Whatever is no digit makes a number too large.
      let seen = 0;
      let letter = start + 1;
      target[start] = TILDE;
      for (let digit = 0; digit < lastDigits; digit += 3) {
        const first = digitValues[uuids[from + (places[digit] ?? 0)] ?? 0] ?? 0;
        const middle = digitValues[uuids[from + (places[digit + 1] ?? 0)] ?? 0] ?? 0;
        const last = digitValues[uuids[from + (places[digit + 2] ?? 0)] ?? 0] ?? 0;
        const bits = (first << 8) | (middle << 4) | last;
        seen |= bits;
        target[letter] = letters[(bits >> 6) & 63] ?? 0;
        target[letter + 1] = letters[bits & 63] ?? 0;
        letter += 2;
      }
      const high = digitValues[uuids[from + UUID_LENGTH - 2] ?? 0] ?? 0;
      const low = digitValues[uuids[from + UUID_LENGTH - 1] ?? 0] ?? 0;
      target[letter] = letters[(high >> 2) & 63] ?? 0;
      target[letter + 1] = letters[(((high & 3) << 4) | low) & 63] ?? 0;
      return (seen | high | low) < NO_VALUE;
    },
    writeUuid: (packed, start, target, to) => {
      // Whatever is no letter makes a number too large.
      let seen = 0;
      let letter = start + 1;
      for (let digit = 0; digit < lastDigits; digit += 3) {
        const high = letterValues[packed[letter] ?? 0] ?? 0;
        const low = letterValues[packed[letter + 1] ?? 0] ?? 0;
        letter += 2;
        seen |= high | low;
        target[to + (places[digit] ?? 0)] = digits[(high >> 2) & 15] ?? 0;
        target[to + (places[digit + 1] ?? 0)] = digits[((high << 2) | (low >> 4)) & 15] ?? 0;
        target[to + (places[digit + 2] ?? 0)] = digits[low & 15] ?? 0;
      }
      const high = letterValues[packed[letter] ?? 0] ?? 0;
      const low = letterValues[packed[letter + 1] ?? 0] ?? 0;
      target[to + UUID_LENGTH - 2] = digits[((high << 2) | (low >> 4)) & 15] ?? 0;
      target[to + UUID_LENGTH - 1] = digits[low & 15] ?? 0;
      if ((seen | high | low) >= NO_VALUE) throw new TypeError('A stored chunk has an id that is cut off or damaged.');
    },
  };
}

/** The one writer of UUIDs. */
export const { writePackedUuid, writeUuid } = createUuidWriter();

/** Characters of a packed UUID. */
export const PACKED_UUID_LENGTH = PACKED_LENGTH;

function packUuid(uuid: string): string | null {
  if (uuid.length !== UUID_LENGTH || idBytes.write(uuid) !== UUID_LENGTH) return null;
  return writePackedUuid(idBytes, 0, packedBytes, 0) ? packedBytes.toString('latin1') : null;
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
