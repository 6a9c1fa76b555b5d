import { LIMITS } from '../limits.ts';

const encoder = new TextEncoder();
const MAX_BYTES_OF_CHARACTER = 3;
/** Bytes of two words. */
const PAIR = 8;

// Addresses pass here by the million: the runtime writes them as bytes, which are mixed eight at a time.
const usual = new Uint8Array(Math.ceil((LIMITS.address.max * MAX_BYTES_OF_CHARACTER) / PAIR + 1) * PAIR);
const usualWords = new Int32Array(usual.buffer);

/**
 * As many bits of a text's hash as a number holds exactly. It names things, and keeps nothing secret. Texts are hashed as
 * UTF-8, in the byte order of the machine (all that Lambda has agree).
 */
export function hash53(text: string, seed: number): number {
  if (text.length <= LIMITS.address.max) {
    const { written } = encoder.encodeInto(text, usual);
    for (let end = written; end < written + PAIR; end += 1) usual[end] = 0;
    return mix(usualWords, written, seed);
  }
  const bytes = encoder.encode(text);
  const padded = new Uint8Array((Math.ceil(bytes.length / PAIR) + 1) * PAIR);
  padded.set(bytes);
  return mix(new Int32Array(padded.buffer), bytes.length, seed);
}

/**
 * Two lanes, each as in MurmurHash3, take the words in turn and are crossed at the end: whatever differs in a word
 * differs in its lane, and after that in both.
 */
function mix(words: Int32Array, length: number, seed: number): number {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  const end = Math.ceil(length / PAIR) * 2;
  for (let at = 0; at < end; at += 2) {
    const first = Math.imul(words[at] ?? 0, 0xcc9e2d51);
    high ^= Math.imul((first << 15) | (first >>> 17), 0x1b873593);
    high = (high << 13) | (high >>> 19);
    high = (Math.imul(high, 5) + 0xe6546b64) | 0;
    const second = Math.imul(words[at + 1] ?? 0, 0x85ebca77);
    low ^= Math.imul((second << 16) | (second >>> 16), 0xc2b2ae3d);
    low = (low << 15) | (low >>> 17);
    low = (Math.imul(low, 5) + 0x561ccd1b) | 0;
  }
  high ^= length;
  low ^= length;
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (high & 0x1fffff) * 0x1_0000_0000 + (low >>> 0);
}
