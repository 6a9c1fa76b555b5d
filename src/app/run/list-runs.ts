import { refuse, type Refused } from '../../domain/result.ts';
import type { RunPage, RunRecords } from '../delivery/model/run-store.ts';
import type { Clock } from '../ports.ts';

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
  const refused = checkLimit(limit);
  if (refused !== null) return refused;
  const page = await runRecords.list(campaignId, { limit, ...(nextToken === undefined ? {} : { nextToken }) });
  if (page === null) return refuse('INVALID_INPUT', 'nextToken is not one that this query gave; start without it.');
  return { ok: true, ...page };
}

/** Pages through the runs of all campaigns, the newest first. INVALID_INPUT: a limit or token that cannot be. */
export async function recentRuns(
  { runRecords, clock }: { readonly runRecords: Pick<RunRecords, 'listAll'>; readonly clock: Clock },
  { limit = DEFAULT_LIMIT, nextToken }: Omit<ListRunsCommand, 'campaignId'>,
): Promise<({ readonly ok: true } & RunPage) | Refused<'INVALID_INPUT'>> {
  const refused = checkLimit(limit);
  if (refused !== null) return refused;
  const page = await runRecords.listAll({ limit, ...(nextToken === undefined ? {} : { nextToken }) }, clock.now());
  if (page === null) return refuse('INVALID_INPUT', 'nextToken is not one that this query gave; start without it.');
  return { ok: true, ...page };
}

function checkLimit(limit: number): Refused<'INVALID_INPUT'> | null {
  return Number.isSafeInteger(limit) && limit >= 1 && limit <= MAX_LIMIT
    ? null
    : refuse('INVALID_INPUT', `limit must be a number from 1 to ${MAX_LIMIT}.`);
}
