import { refuse, type Refused } from '../../domain/result.ts';
import type { RunPage, RunRecords } from '../delivery/model/run-store.ts';

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

export type ListRunsCommand = {
  readonly campaignId: string;
  /** 1 to 100; absent: 20. */
  readonly limit?: number;
  readonly nextToken?: string;
};

/** Pages through the runs of a campaign, the newest first. INVALID_INPUT: a limit or token that cannot be. */
export async function listRuns(
  { runRecords }: { readonly runRecords: Pick<RunRecords, 'list'> },
  { campaignId, limit = DEFAULT_LIMIT, nextToken }: ListRunsCommand,
): Promise<({ readonly ok: true } & RunPage) | Refused<'INVALID_INPUT'>> {
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    return refuse('INVALID_INPUT', `limit must be a number from 1 to ${MAX_LIMIT}.`);
  }
  const page = await runRecords.list(campaignId, { limit, ...(nextToken === undefined ? {} : { nextToken }) });
  if (page === null) return refuse('INVALID_INPUT', 'nextToken is not one that this query gave; start without it.');
  return { ok: true, ...page };
}
