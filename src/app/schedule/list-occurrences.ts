import { refuse, type Refused } from '../../domain/result.ts';
import type { OccurrenceRecord } from '../../domain/schedule/index.ts';
import type { OccurrenceStore } from './ports.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

/** A page of what became of a campaign's occurrences, the latest first; `nextToken` asks for the one before. */
export type OccurrencePage = {
  readonly ok: true;
  readonly items: readonly OccurrenceRecord[];
  readonly nextToken?: string;
};

/** What became of the occurrences of a campaign: opened with its job, missed, or failed with the reason. */
export async function listOccurrences(
  { occurrences }: { readonly occurrences: Pick<OccurrenceStore, 'list'> },
  query: { readonly campaignId: string; readonly limit?: number; readonly nextToken?: string },
): Promise<OccurrencePage | Refused<'INVALID_INPUT'>> {
  const { campaignId, limit = DEFAULT_LIMIT, nextToken } = query;
  if (limit < 1 || limit > MAX_LIMIT) return refuse('INVALID_INPUT', `limit must be from 1 to ${MAX_LIMIT}.`);
  const from = nextToken === undefined ? {} : { before: nextToken };
  const found = await occurrences.list(campaignId, { limit: limit + 1, ...from });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { ok: true, items, ...(found.length > limit && last !== undefined ? { nextToken: last.id } : {}) };
}
