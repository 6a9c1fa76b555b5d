import type { RecipientResult } from '../../../domain/send-job/index.ts';

/** Who of a chunk is called for next, and whether others are left who were tried as seldom. */
export type Chosen = { readonly places: readonly number[]; readonly areOthersAsFresh: boolean };

/** Where recipients have a status, in order. */
export function placesOf(results: readonly RecipientResult[], status: RecipientResult['status']): number[] {
  const places: number[] = [];
  for (let place = 0; place < results.length; place += 1) if (results[place]?.status === status) places.push(place);
  return places;
}

/**
 * Those who were tried least, in the order of the chunk: a call often takes only some of a chunk, and nobody waits for
 * somebody else's tries. Only who was tried equally often goes together, so that all have waited equally long.
 */
export function choosePlaces(pending: readonly number[], tries: readonly number[], most: number): Chosen {
  if (tries.length === 0) return { places: pending.slice(0, most), areOthersAsFresh: pending.length > most };
  const least = leastTries(pending, tries);
  const fresh = pending.filter((place) => (tries[place] ?? 0) === least);
  return { places: fresh.slice(0, most), areOthersAsFresh: fresh.length > most };
}

/** How often the least tried of some places were tried. */
export function leastTries(places: readonly number[], tries: readonly number[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const place of places) least = Math.min(least, tries[place] ?? 0);
  return Number.isFinite(least) ? least : 0;
}
