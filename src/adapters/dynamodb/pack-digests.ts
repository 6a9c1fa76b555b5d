import type { Recipient } from '../../domain/send-job/recipient.ts';

const BYTES_EACH = 7;
const HIGH = 0x1_0000_0000;

/** Numbers of up to 53 bits in seven bytes each. */
export function packDigests(digests: readonly number[]): Uint8Array {
  const packed = new Uint8Array(digests.length * BYTES_EACH);
  for (let index = 0; index < digests.length; index += 1) {
    const digest = digests[index] ?? 0;
    const at = index * BYTES_EACH;
    const high = Math.floor(digest / HIGH);
    putUint16(packed, at, digest >>> 16);
    putUint16(packed, at + 2, digest);
    putUint16(packed, at + 4, high);
    packed[at + 6] = high >>> 16;
  }
  return packed;
}

function putUint16(packed: Uint8Array, at: number, value: number): void {
  packed[at] = value >>> 8;
  packed[at + 1] = value;
}

/** The inverse of `packDigests`. */
export function unpackDigests(packed: Uint8Array): number[] {
  const digests: number[] = [];
  for (let at = 0; at + BYTES_EACH <= packed.length; at += BYTES_EACH) {
    const high = byte(packed, at + 6) * 0x1_0000 + uint16(packed, at + 4);
    digests.push(high * HIGH + uint16(packed, at) * 0x1_0000 + uint16(packed, at + 2));
  }
  return digests;
}

function byte(packed: Uint8Array, at: number): number {
  return packed[at] ?? 0;
}

function uint16(packed: Uint8Array, at: number): number {
  return (byte(packed, at) << 8) | byte(packed, at + 1);
}

/** The digests of recipients' addresses; null when there are none, or one of them has none, as those of before. */
export function packAddresses(recipients: readonly Recipient[]): Uint8Array | null {
  const digests: number[] = [];
  for (const { addressDigest } of recipients) if (addressDigest !== undefined) digests.push(addressDigest);
  return digests.length === 0 || digests.length < recipients.length ? null : packDigests(digests);
}
