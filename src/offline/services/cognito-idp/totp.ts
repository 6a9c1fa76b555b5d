import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** RFC 6238 as authenticator apps have it: SHA-1, six digits, half minutes. */
const STEP_MS = 30_000;
const DIGITS = 6;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const SECRET_BYTES = 32;

/** A new secret in base32, as long as Cognito's. */
export function newSecret(): string {
  let bits = '';
  for (const byte of randomBytes(SECRET_BYTES)) bits += byte.toString(2).padStart(8, '0');
  const digits = bits.match(/.{1,5}/g) ?? [];
  return digits.map((five) => ALPHABET.charAt(Number.parseInt(five.padEnd(5, '0'), 2))).join('');
}

/** The code of a secret in the half minute of a time (milliseconds since the epoch). */
export function totpCode(secret: string, atMs: number): string {
  return codeOfStep(secret, stepAt(atMs));
}

function stepAt(atMs: number): number {
  return Math.floor(atMs / STEP_MS);
}

/** The half minute whose code this is, among the one of each given time and its neighbours; undefined: of none. */
export function matchingStep(secret: string, code: string, timesMs: readonly number[]): number | undefined {
  for (const time of timesMs) {
    for (const step of [stepAt(time), stepAt(time) - 1, stepAt(time) + 1]) {
      const expected = Buffer.from(codeOfStep(secret, step));
      const given = Buffer.from(code);
      if (expected.length === given.length && timingSafeEqual(expected, given)) return step;
    }
  }
  return undefined;
}

function codeOfStep(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', decodeBase32(secret)).update(counter).digest();
  const offset = (digest[digest.length - 1] ?? 0) & 0xf;
  const number = (digest.readUInt32BE(offset) & 0x7fffffff) % 10 ** DIGITS;
  return String(number).padStart(DIGITS, '0');
}

function decodeBase32(text: string): Buffer {
  let bits = '';
  for (const letter of text) bits += ALPHABET.indexOf(letter).toString(2).padStart(5, '0');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
