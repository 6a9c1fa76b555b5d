import type { Customer } from '../../domain/customer/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { CustomerStore } from '../ports.ts';
import type { ConsentLedger, LedgerEntry } from './consent-ledger.ts';

/**
 * Everything that is known of a customer, as one JSON object: what a person who asks is handed, and what `bonghwa import`
 * and `upsertCustomers` take back; and what the ledger has of their consents.
 */
export async function exportCustomer(
  { customers, ledger }: { readonly customers: CustomerStore; readonly ledger: ConsentLedger },
  { customerId }: { readonly customerId: string },
): Promise<
  | { readonly ok: true; readonly customer: Customer; readonly consents: readonly Omit<LedgerEntry, 'customerId'>[] }
  | Refused
> {
  const stored = (await customers.getMany([customerId])).get(customerId)?.value;
  if (stored === undefined) return refuse('NOT_FOUND', `There is no customer ${customerId}.`);
  // Which events were decided says nothing that the activity does not, and is not to be taken back from a file.
  const { campaignEntries: _, ...customer } = stored;
  const consents = (await ledger.list(customerId)).map(({ customerId: __, ...entry }) => entry);
  return { ok: true, customer, consents };
}
