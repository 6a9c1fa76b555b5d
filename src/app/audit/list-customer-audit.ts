import type { Refused } from '../../domain/result.ts';
import type { AuditLog, AuditPage } from './audit-log.ts';
import { checkPage } from './list-audit-entries.ts';

const PAGE = 100;

/** Pages through what was done to one customer that is written down, such as exports and erasure; oldest first. */
export async function listCustomerAudit(
  deps: { readonly audit: AuditLog },
  { customerId, nextToken }: { readonly customerId: string; readonly nextToken?: string },
): Promise<({ readonly ok: true } & AuditPage) | Refused<'INVALID_INPUT'>> {
  const refused = checkPage(PAGE, nextToken);
  if (refused !== null) return refused;
  const page = { limit: PAGE, ...(nextToken === undefined ? {} : { nextToken }) };
  return { ok: true, ...(await deps.audit.listOfCustomer(customerId, page)) };
}
