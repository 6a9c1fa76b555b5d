import { refuse, type Refused } from '../../domain/result.ts';
import type { AuditLog, AuditPage } from './audit-log.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 500;

export type ListAuditEntriesQuery = { readonly day: string; readonly limit?: number; readonly nextToken?: string };

/** Pages through what was done on one day. */
export async function listAuditEntries(
  deps: { readonly audit: AuditLog },
  { day, limit = DEFAULT_LIMIT, nextToken }: ListAuditEntriesQuery,
): Promise<({ readonly ok: true } & AuditPage) | Refused<'INVALID_INPUT'>> {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return refuse('INVALID_INPUT', 'day must be a date such as 2026-11-25.');
  const refused = checkPage(limit, nextToken);
  if (refused !== null) return refused;
  return { ok: true, ...(await deps.audit.list(day, { limit, ...(nextToken === undefined ? {} : { nextToken }) })) };
}

/** What of a page is asked for that cannot be. */
export function checkPage(limit: number, nextToken: string | undefined): Refused<'INVALID_INPUT'> | null {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    return refuse('INVALID_INPUT', `limit must be a number from 1 to ${MAX_LIMIT}.`);
  }
  if (nextToken !== undefined && !/^[\w:.#-]{1,200}$/.test(nextToken)) {
    return refuse('INVALID_INPUT', 'nextToken is not one that this query gave; start without it.');
  }
  return null;
}
