const SLAB_BYTES = 16 * 1024 * 1024;
/** Before each text its length and the room it has. */
const HEADER = 8;

/** Keeps texts as bytes outside the JavaScript heap, under a number each, and knows exactly how many bytes. */
export function createByteSlabs(): {
  /** Writes a text over the one under `place` if there is room for it, otherwise anew; answers where it lies now. */
  readonly write: (text: string, place?: number) => number;
  readonly read: (place: number) => string;
  readonly bytes: () => number;
} {
  const slabs: Buffer[] = [];
  let end = 0;

  const slabOf = (place: number): Buffer => {
    const slab = slabs[Math.floor(place / SLAB_BYTES)];
    if (slab === undefined) throw new RangeError(`Nothing was written at ${place}.`);
    return slab;
  };

  const put = (text: string, length: number, place: number): void => {
    const slab = slabOf(place);
    const at = place % SLAB_BYTES;
    slab.writeUInt32LE(length, at);
    slab.write(text, at + HEADER);
  };

  const reserve = (length: number): number => {
    const needed = HEADER + length;
    if ((end % SLAB_BYTES) + needed > SLAB_BYTES || end === slabs.length * SLAB_BYTES) {
      end = slabs.length * SLAB_BYTES;
      slabs.push(Buffer.alloc(SLAB_BYTES));
    }
    const place = end;
    slabOf(place).writeUInt32LE(length, (place % SLAB_BYTES) + 4);
    end += needed;
    return place;
  };

  return {
    write: (text, known) => {
      const length = Buffer.byteLength(text);
      const fits = known !== undefined && slabOf(known).readUInt32LE((known % SLAB_BYTES) + 4) >= length;
      const place = fits ? known : reserve(length);
      put(text, length, place);
      return place;
    },
    read: (place) => {
      const slab = slabOf(place);
      const at = (place % SLAB_BYTES) + HEADER;
      return slab.toString('utf8', at, at + slab.readUInt32LE(at - HEADER));
    },
    bytes: () => end,
  };
}
