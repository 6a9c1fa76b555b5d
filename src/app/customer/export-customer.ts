import type { Customer } from '../../domain/customer/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { CustomerStore } from '../ports.ts';

/**
 * Everything that is known of a customer, as one JSON object: what a person who asks is handed, and what `bonghwa import`
 * and `upsertCustomers` take back.
 */
export async function exportCustomer(
  { customers }: { readonly customers: CustomerStore },
  { customerId }: { readonly customerId: string },
): Promise<{ readonly ok: true; readonly customer: Customer } | Refused> {
  const customer = (await customers.getMany([customerId])).get(customerId)?.value;
  return customer === undefined ? refuse('NOT_FOUND', `There is no customer ${customerId}.`) : { ok: true, customer };
}
