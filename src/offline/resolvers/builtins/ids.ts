import { randomBytes, randomUUID } from 'node:crypto';
import type { UtilCatalogue } from './run.ts';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** KSUID counts seconds from 2014-05-13. https://github.com/segmentio/ksuid */
const KSUID_EPOCH_SECONDS = 1_400_000_000;

function toDigits(value: bigint, alphabet: string, length: number): string {
  const base = BigInt(alphabet.length);
  let digits = '';
  for (let rest = value; digits.length < length; rest /= base) digits = alphabet.charAt(Number(rest % base)) + digits;
  return digits;
}

function randomNumber(bytes: number): bigint {
  return BigInt(`0x${randomBytes(bytes).toString('hex')}`);
}

/** 48 bits of time and 80 of randomness. https://github.com/ulid/spec */
function ulid(now: number): string {
  return toDigits(BigInt(Math.floor(now)), CROCKFORD, 10) + toDigits(randomNumber(10), CROCKFORD, 16);
}

function ksuid(now: number): string {
  const seconds = BigInt(Math.floor(now / 1000) - KSUID_EPOCH_SECONDS);
  return toDigits((seconds << 128n) | randomNumber(16), BASE62, 27);
}

export const idUtil: UtilCatalogue = {
  autoId: () => randomUUID(),
  autoUlid: (run) => ulid(run.options.clock.now()),
  autoKsuid: (run) => ksuid(run.options.clock.now()),
};
