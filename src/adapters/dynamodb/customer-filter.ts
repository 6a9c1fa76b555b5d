import { hashText, hashTextTwice } from '../../domain/hash-text.ts';

/** Twelve bits for a customer, eight of them set: one in 300 customers who are not there is taken for one who is. */
const BITS_EACH = 12;
const HASHES = 8;
/** Below this the places of one customer would fall on each other. */
const MIN_BYTES = 32;
const SEED = 0x5bd1e995;

/** A Bloom filter of customers: a thousand of them take 1.5 KB. */
export function customerFilter(customerIds: readonly string[]): Uint8Array {
  if (customerIds.length === 0) return new Uint8Array();
  const filter = new Uint8Array(Math.max(MIN_BYTES, Math.ceil((customerIds.length * BITS_EACH) / 8)));
  const bits = filter.length * 8;
  const hashes = new Uint32Array(2);
  for (const id of customerIds) {
    // The places are made of two hashes, as Kirsch and Mitzenmacher have shown to do.
    hashTextTwice(id, 0, SEED, hashes);
    let place = hashes[0] ?? 0;
    const stride = (hashes[1] ?? 0) | 1;
    for (let hash = 0; hash < HASHES; hash += 1) {
      const bit = place % bits;
      filter[bit >>> 3] = (filter[bit >>> 3] ?? 0) | (1 << (bit & 7));
      place = (place + stride) >>> 0;
    }
  }
  return filter;
}

/** False: the customer is not there. True: they are, or (seldom) they are not. */
export function mayHold(filter: Uint8Array, customerId: string): boolean {
  const bits = filter.length * 8;
  if (bits === 0) return false;
  let place = hashText(customerId, 0);
  const stride = hashText(customerId, SEED) | 1;
  for (let hash = 0; hash < HASHES; hash += 1) {
    const bit = place % bits;
    if (((filter[bit >>> 3] ?? 0) & (1 << (bit & 7))) === 0) return false;
    place = (place + stride) >>> 0;
  }
  return true;
}
