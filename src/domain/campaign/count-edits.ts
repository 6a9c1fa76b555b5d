import type { Campaign } from './campaign.ts';

function substanceOf({ name: _, edits: __, ...substance }: Campaign): string {
  return JSON.stringify(sorted(substance));
}

/** Fields in an order of their own, at every depth: who wrote them in which order changes nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]: [string, unknown]) => [name, sorted(field)]);
}

/** A campaign that is saved over a known one, with the count of its edits: renaming is none. */
export function countEdits(campaign: Campaign, known: Campaign | undefined): Campaign {
  const { edits: _, ...plain } = campaign;
  if (known === undefined) return plain;
  const edits = (known.edits ?? 0) + (substanceOf(plain) === substanceOf(known) ? 0 : 1);
  return edits === 0 ? plain : { ...plain, edits };
}
