/** FNV-1a over UTF-16 code units, then murmur3's finalizer: FNV alone leaves the low bits of similar ids alike. */
export function hashText(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return finalized(hash);
}

/**
 * What `hashText` says of a text of ASCII alone with no seed and with another; the text is the bytes from `start` to `end`.
 * The upper half of its units is zero, so that both multiplications of each are one, by the square: a third of the time.
 * The number is written out because bundling makes variables of a module's constants.
 */
export function hashAsciiTwice(
  bytes: Uint8Array,
  start: number,
  end: number,
  otherSeed: number,
  hashes: Uint32Array,
): void {
  let hash = 0x811c9dc5 | 0;
  let other = 0x811c9dc5 ^ otherSeed;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    hash = Math.imul(hash ^ byte, 0x26027a69);
    other = Math.imul(other ^ byte, 0x26027a69);
  }
  hashes[0] = finalized(hash);
  hashes[1] = finalized(other);
}

function finalized(hash: number): number {
  const first = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return (second ^ (second >>> 16)) >>> 0;
}
