import type { Recipient } from '../../domain/send-job/recipient.ts';

const BYTES_EACH = 7;
const HIGH = 0x1_0000_0000;

/** Numbers of up to 53 bits in seven bytes each. */
export function packDigests(digests: readonly number[]): Uint8Array {
  const packed = new Uint8Array(digests.length * BYTES_EACH);
  const view = new DataView(packed.buffer);
  for (const [index, digest] of digests.entries()) {
    const at = index * BYTES_EACH;
    const high = Math.floor(digest / HIGH);
    view.setUint32(at, digest >>> 0);
    view.setUint16(at + 4, high & 0xffff);
    view.setUint8(at + 6, high >>> 16);
  }
  return packed;
}

/** The inverse of `packDigests`. */
export function unpackDigests(packed: Uint8Array): number[] {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const digests: number[] = [];
  for (let at = 0; at + BYTES_EACH <= packed.length; at += BYTES_EACH) {
    digests.push((view.getUint8(at + 6) * 0x1_0000 + view.getUint16(at + 4)) * HIGH + view.getUint32(at));
  }
  return digests;
}

/** The digests of recipients' addresses; null when there are none, or one of them has none, as those of before. */
export function packAddresses(recipients: readonly Recipient[]): Uint8Array | null {
  const digests: number[] = [];
  for (const { addressDigest } of recipients) if (addressDigest !== undefined) digests.push(addressDigest);
  return digests.length === 0 || digests.length < recipients.length ? null : packDigests(digests);
}

/** Recipients with the digests that `packAddresses` packed. */
export function withAddresses(recipients: readonly Recipient[], packed: Uint8Array | undefined): readonly Recipient[] {
  if (packed === undefined) return recipients;
  const digests = unpackDigests(packed);
  return recipients.map((recipient, place) => {
    const addressDigest = digests[place];
    if (addressDigest === undefined) return recipient;
    // Named one by one: millions of recipients are made here, and copying what a thing has takes several times as long.
    const { customerId, endpointId, stepIndex, treatment } = recipient;
    return { customerId, endpointId, stepIndex, treatment, addressDigest };
  });
}
