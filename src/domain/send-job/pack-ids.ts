/**
 * Lossless short forms of ids. Chunk items are written and read by the million and DynamoDB bills their bytes: a UUID
 * takes 22 characters instead of 36, everything else stays as it is, marked where it could be mistaken.
 */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NEEDS_MARK = /^[~!=]|[\\\t\n]/;
const SEPARATORS: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n' };
const ESCAPES: Readonly<Record<string, string>> = { '\\\\': '\\', '\\t': '\t', '\\n': '\n' };

function packUuid(uuid: string): string {
  const hex = uuid.replaceAll('-', '');
  let packed = '~';
  for (let at = 0; at < 30; at += 3) {
    const bits = Number.parseInt(hex.slice(at, at + 3), 16);
    packed += ALPHABET.charAt(bits >>> 6) + ALPHABET.charAt(bits & 63);
  }
  const rest = Number.parseInt(hex.slice(30), 16);
  return packed + ALPHABET.charAt(rest >>> 6) + ALPHABET.charAt(rest & 63);
}

function unpackUuid(packed: string): string {
  let hex = '';
  for (let at = 1; at < 23; at += 2) {
    const bits = (ALPHABET.indexOf(packed.charAt(at)) << 6) | ALPHABET.indexOf(packed.charAt(at + 1));
    hex += bits.toString(16).padStart(at === 21 ? 2 : 3, '0');
  }
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
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
