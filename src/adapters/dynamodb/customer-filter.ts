import { hashAsciiTwice, hashText } from '../../domain/hash-text.ts';

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
  // As UTF-8, where only ASCII takes one byte each: bytes are read faster than the letters of parts of texts.
  const text = customerIds.join('');
  const bytes = Buffer.from(text);
  if (bytes.length === text.length) addAscii(filter, customerIds, bytes);
  else for (const id of customerIds) add(filter, hashText(id, 0), hashText(id, SEED));
  return filter;
}

function addAscii(filter: Uint8Array, customerIds: readonly string[], bytes: Uint8Array): void {
  const hashes = new Uint32Array(2);
  let start = 0;
  for (const { length } of customerIds) {
    hashAsciiTwice(bytes, start, start + length, SEED, hashes);
    add(filter, hashes[0] ?? 0, hashes[1] ?? 0);
    start += length;
  }
}

/** The places are made of two hashes, as Kirsch and Mitzenmacher have shown to do. */
function add(filter: Uint8Array, first: number, second: number): void {
  const bits = filter.length * 8;
  const stride = second | 1;
  let place = first >>> 0;
  for (let hash = 0; hash < HASHES; hash += 1) {
    const bit = place % bits;
    filter[bit >>> 3] = (filter[bit >>> 3] ?? 0) | (1 << (bit & 7));
    place = (place + stride) >>> 0;
  }
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
