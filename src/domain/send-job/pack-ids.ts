/**
 * Lossless short forms of ids. Chunk items are written and read by the million and DynamoDB bills their bytes: a UUID
 * takes 22 characters instead of 36, everything else stays as it is, marked where it could be mistaken.
 */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NEEDS_MARK = /^[~!=]|[\\\t\n]/;
const SEPARATORS: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n' };
const ESCAPES: Readonly<Record<string, string>> = { '\\\\': '\\', '\\t': '\t', '\\n': '\n' };

/** Three hexadecimal digits are two letters; the last two digits of the 32 are two letters as well. */
const HEX3 = Array.from({ length: 4096 }, (_, bits) => bits.toString(16).padStart(3, '0'));
const LETTERS = Array.from({ length: 4096 }, (_, bits) => ALPHABET.charAt(bits >>> 6) + ALPHABET.charAt(bits & 63));

const VALUE_OF = new Uint8Array(128);
for (let value = 0; value < 64; value += 1) VALUE_OF[ALPHABET.charCodeAt(value)] = value;

function nibble(code: number): number {
  return code < 58 ? code - 48 : code - 87;
}

function packUuid(uuid: string): string {
  let packed = '~';
  let bits = 0;
  let digits = 0;
  for (let at = 0; at < 36; at += 1) {
    const code = uuid.charCodeAt(at);
    if (code === 45) continue;
    bits = (bits << 4) | nibble(code);
    digits += 1;
    if (digits < 3) continue;
    packed += LETTERS[bits] ?? '';
    bits = 0;
    digits = 0;
  }
  return packed + (LETTERS[bits] ?? '');
}

function unpackUuid(packed: string): string {
  let hex = '';
  for (let at = 1; at < 23; at += 2) {
    const bits = ((VALUE_OF[packed.charCodeAt(at)] ?? 0) << 6) | (VALUE_OF[packed.charCodeAt(at + 1)] ?? 0);
    const digits = HEX3[bits] ?? '';
    hex += at === 21 ? digits.slice(1) : digits;
  }
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Shortens one id; the result holds no tab and no newline and never starts with `=`. */
export function packId(id: string): string {
  if (id.length === 36 && UUID.test(id)) return packUuid(id);
  if (!NEEDS_MARK.test(id)) return id;
  return `!${id.replaceAll(/[\\\t\n]/g, (character) => SEPARATORS[character] ?? character)}`;
}

/** The inverse of `packId`. */
export function unpackId(packed: string): string {
  if (packed.startsWith('~')) return unpackUuid(packed);
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
  return packed === '' ? [] : packed.slice(1).split('\n').map(unpackId);
}
