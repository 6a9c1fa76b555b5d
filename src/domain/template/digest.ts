/** Digests without node:crypto: the domain runs wherever it is bundled, and templates hash short texts only. */

const MASK32 = 0xffffffffn;
const MASK64 = 0xffffffffffffffffn;

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function primes(count: number): bigint[] {
  const found: bigint[] = [];
  for (let candidate = 2n; found.length < count; candidate += 1n) {
    if (found.every((prime) => candidate % prime !== 0n)) found.push(candidate);
  }
  return found;
}

/** The whole part of the nth root. */
function root(value: bigint, degree: bigint): bigint {
  let low = 0n;
  let high = 1n << 100n;
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** degree <= value) low = middle;
    else high = middle - 1n;
  }
  return low;
}

/** Both SHA-2 sizes take their constants from the fractions of the first primes' square and cube roots (FIPS 180-4). */
function fractions(count: number, degree: bigint, bits: bigint): bigint[] {
  return primes(count).map((prime) => root(prime << (bits * degree), degree) & ((1n << bits) - 1n));
}

function padded(bytes: Uint8Array, block: number, isLittleEndian: boolean): Uint8Array {
  const lengthBytes = block / 8;
  const size = Math.ceil((bytes.length + 1 + lengthBytes) / block) * block;
  const all = new Uint8Array(size);
  all.set(bytes);
  all[bytes.length] = 0x80;
  const view = new DataView(all.buffer);
  view.setBigUint64(isLittleEndian ? size - lengthBytes : size - 8, BigInt(bytes.length) * 8n, isLittleEndian);
  return all;
}

type Sha2 = {
  readonly bits: bigint;
  readonly rounds: number;
  readonly sums: readonly (readonly [bigint, bigint, bigint])[];
};

const SHA256: Sha2 = {
  bits: 32n,
  rounds: 64,
  sums: [
    [7n, 18n, 3n],
    [17n, 19n, 10n],
    [6n, 11n, 25n],
    [2n, 13n, 22n],
  ],
};
const SHA512: Sha2 = {
  bits: 64n,
  rounds: 80,
  sums: [
    [1n, 8n, 7n],
    [19n, 61n, 6n],
    [14n, 18n, 41n],
    [28n, 34n, 39n],
  ],
};

function sha2(text: string, { bits, rounds, sums }: Sha2): string {
  const mask = bits === 32n ? MASK32 : MASK64;
  const wordBytes = Number(bits / 8n);
  const constants = fractions(rounds, 3n, bits);
  let state = fractions(8, 2n, bits);
  const rotate = (word: bigint, by: bigint): bigint => ((word >> by) | (word << (bits - by))) & mask;
  const mix = (which: number, word: bigint, isShift: boolean): bigint => {
    const [a, b, c] = sums[which] ?? [0n, 0n, 0n];
    return rotate(word, a) ^ rotate(word, b) ^ (isShift ? word >> c : rotate(word, c));
  };
  const bytes = padded(new TextEncoder().encode(text), wordBytes * 16, false);
  const view = new DataView(bytes.buffer);
  for (let block = 0; block < bytes.length; block += wordBytes * 16) {
    const words: bigint[] = [];
    const word = (index: number): bigint => words[index] ?? 0n;
    for (let index = 0; index < rounds; index += 1) {
      const at = block + index * wordBytes;
      if (index < 16) words.push(bits === 32n ? BigInt(view.getUint32(at)) : view.getBigUint64(at));
      else {
        words.push(
          (word(index - 16) + mix(0, word(index - 15), true) + word(index - 7) + mix(1, word(index - 2), true)) & mask,
        );
      }
    }
    let [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n, g = 0n, h = 0n] = state;
    for (let index = 0; index < rounds; index += 1) {
      const choice = (e & f) ^ (~e & mask & g);
      const majority = (a & b) ^ (a & c) ^ (b & c);
      const first = (h + mix(2, e, false) + choice + (constants[index] ?? 0n) + word(index)) & mask;
      const second = (mix(3, a, false) + majority) & mask;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) & mask, c, b, a, (first + second) & mask];
    }
    const next = [a, b, c, d, e, f, g, h];
    state = state.map((before, index) => (before + (next[index] ?? 0n)) & mask);
  }
  return state.map((value) => value.toString(16).padStart(wordBytes * 2, '0')).join('');
}

const MD5_SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

function md5Step(round: number, index: number, b: number, c: number, d: number): readonly [number, number] {
  if (round === 0) return [(b & c) | (~b & d), index];
  if (round === 1) return [(d & b) | (~d & c), (5 * index + 1) % 16];
  if (round === 2) return [b ^ c ^ d, (3 * index + 5) % 16];
  return [c ^ (b | ~d), (7 * index) % 16];
}

/** MD5 of a text in UTF-8, in hexadecimal. */
export function md5(text: string): string {
  const bytes = padded(new TextEncoder().encode(text), 64, true);
  const view = new DataView(bytes.buffer);
  const state = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]);
  for (let block = 0; block < bytes.length; block += 64) {
    let [a = 0, b = 0, c = 0, d = 0] = state;
    for (let index = 0; index < 64; index += 1) {
      const round = index >> 4;
      const [mixed, word] = md5Step(round, index, b, c, d);
      const constant = Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32) | 0;
      const sum = (a + mixed + constant + view.getInt32(block + word * 4, true)) | 0;
      const shift = MD5_SHIFTS[round]?.[index % 4] ?? 0;
      [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
    }
    [a, b, c, d].forEach((word, index) => {
      state[index] = ((state[index] ?? 0) + word) | 0;
    });
  }
  const out = new DataView(new ArrayBuffer(16));
  state.forEach((word, index) => out.setInt32(index * 4, word, true));
  return hex(new Uint8Array(out.buffer));
}

/** SHA-256 of a text in UTF-8, in hexadecimal. */
export function sha256(text: string): string {
  return sha2(text, SHA256);
}

/** SHA-512 of a text in UTF-8, in hexadecimal. */
export function sha512(text: string): string {
  return sha2(text, SHA512);
}
