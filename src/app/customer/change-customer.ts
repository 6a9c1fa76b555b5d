import type { Customer } from '../../domain/customer/index.ts';
import type { CustomerStore } from '../ports.ts';

const MAX_TRIES = 8;

/** What to do with a customer: write this, or leave them as they are. `value` is handed back either way. */
export type CustomerDecision<T> = { readonly value: T; readonly write?: Customer };

/** Decides on a customer and writes the decision; decides anew when somebody else wrote at the same moment. */
export async function changeCustomer<T>(
  customers: CustomerStore,
  customerId: string,
  decide: (known: Customer | undefined) => CustomerDecision<T> | Promise<CustomerDecision<T>>,
): Promise<T> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const stored = (await customers.getMany([customerId])).get(customerId);
    const { value, write } = await decide(stored?.value);
    if (write === undefined || (await customers.put(write, stored?.revision ?? 0))) return value;
  }
  throw new Error(`A customer changed ${MAX_TRIES} times while one change was to be written.`);
}
