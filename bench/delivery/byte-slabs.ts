/** Where some text lies: which slab, from where, how long. */
export type Place = { readonly slab: Buffer; readonly start: number; readonly length: number };

const SLAB_BYTES = 16 * 1024 * 1024;

/** Keeps texts as bytes outside the JavaScript heap, and knows exactly how many. */
export function createByteSlabs(): {
  readonly write: (text: string) => Place;
  readonly read: (place: Place) => string;
  readonly bytes: () => number;
} {
  let slab = Buffer.alloc(SLAB_BYTES);
  let used = 0;
  let before = 0;
  return {
    write: (text) => {
      const length = Buffer.byteLength(text);
      if (used + length > slab.length) {
        before += used;
        slab = Buffer.alloc(SLAB_BYTES);
        used = 0;
      }
      const place = { slab, start: used, length };
      slab.write(text, used);
      used += length;
      return place;
    },
    read: ({ slab: from, start, length }) => from.toString('utf8', start, start + length),
    bytes: () => before + used,
  };
}
