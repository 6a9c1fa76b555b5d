/** A set of numbers as `addressDigest` makes them. */
export type DigestSet = {
  readonly has: (digest: number) => boolean;
  /** False: it was in the set already. */
  readonly add: (digest: number) => boolean;
};

/** At most half of the places are taken, so that a search ends soon. */
const ROOM = 2;
const FIRST_PLACES = 64;

/**
 * A set for digests by the million: they are bits at random already, so that their own low bits say where they lie, and
 * they are kept as plain numbers side by side. The language's own set would make an object of each and hash it again.
 */
export function createDigestSet(expected = 0): DigestSet {
  let places = new Float64Array(placesFor(expected));
  let mask = places.length - 1;
  let count = 0;

  // One more than the digest is kept: zero says that nobody is there.
  const find = (kept: number): number => {
    let place = (kept >>> 0) & mask;
    for (;;) {
      const found = places[place];
      if (found === kept || found === 0) return place;
      place = (place + 1) & mask;
    }
  };

  const grow = (): void => {
    const before = places;
    places = new Float64Array(before.length * 2);
    mask = places.length - 1;
    for (const kept of before) if (kept !== 0) places[find(kept)] = kept;
  };

  return {
    has: (digest) => places[find(digest + 1)] !== 0,
    add: (digest) => {
      const place = find(digest + 1);
      if (places[place] !== 0) return false;
      places[place] = digest + 1;
      count += 1;
      if (count * ROOM > places.length) grow();
      return true;
    },
  };
}

function placesFor(expected: number): number {
  let places = FIRST_PLACES;
  while (places < expected * ROOM) places *= 2;
  return places;
}
