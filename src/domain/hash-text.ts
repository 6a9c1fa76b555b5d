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

/** What `hashText` says of a text with each of two seeds, read once. */
export function hashTextTwice(text: string, seed: number, otherSeed: number, hashes: Uint32Array): void {
  let hash = 0x811c9dc5 ^ seed;
  let other = 0x811c9dc5 ^ otherSeed;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    const low = unit & 0xff;
    const high = unit >>> 8;
    hash = Math.imul(Math.imul(hash ^ low, 0x01000193) ^ high, 0x01000193);
    other = Math.imul(Math.imul(other ^ low, 0x01000193) ^ high, 0x01000193);
  }
  hashes[0] = finalized(hash);
  hashes[1] = finalized(other);
}

function finalized(hash: number): number {
  const first = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return (second ^ (second >>> 16)) >>> 0;
}
