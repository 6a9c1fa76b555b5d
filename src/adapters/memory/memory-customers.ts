import type { CustomerSource, CustomerStore, CustomerWrite, ErasureStore, StoredCustomer } from '../../app/ports.ts';
import type { Customer } from '../../domain/customer/index.ts';

const PAGE_SIZE = 500;

/** As a transaction of DynamoDB does it: all of it, or nothing when some have changed, who are answered. */
export type MemoryCustomerStore = CustomerStore & {
  readonly putTogether: (writes: readonly CustomerWrite[]) => Promise<ReadonlySet<string>>;
};

/** Customers in memory, as the engine reads them and as imports write them. */
export function createMemoryCustomers(
  initial: Iterable<Customer> = [],
  pageSize = PAGE_SIZE,
): { readonly source: CustomerSource; readonly store: MemoryCustomerStore } {
  const customers = new Map<string, StoredCustomer>();
  for (const customer of initial) customers.set(customer.id, { value: customer, revision: 1 });
  let sorted: readonly Customer[] | null = null;

  const inOrder = (): readonly Customer[] => {
    sorted ??= [...customers.values()].map(({ value }) => value);
    return sorted;
  };

  const put = ({ customer, revision, marks = customers.get(customer.id)?.marks }: CustomerWrite): boolean => {
    if ((customers.get(customer.id)?.revision ?? 0) !== revision) return false;
    customers.set(customer.id, { value: customer, revision: revision + 1, ...(marks === undefined ? {} : { marks }) });
    sorted = null;
    return true;
  };

  return {
    source: {
      scan: async (slice, slices, cursor) => {
        const all = inOrder();
        const page: Customer[] = [];
        let index = cursor === null ? slice : Number(cursor);
        for (; index < all.length && page.length < pageSize; index += slices) {
          const customer = all[index];
          if (customer !== undefined) page.push(customer);
        }
        return { customers: page, cursor: index < all.length ? String(index) : null };
      },
      getMany: async (ids) => {
        const found = new Map<string, Customer>();
        for (const id of ids) {
          const known = customers.get(id);
          if (known !== undefined) found.set(id, known.value);
        }
        return found;
      },
      estimateCount: async () => customers.size,
    },
    store: {
      getMany: async (ids) => {
        const found = new Map<string, StoredCustomer>();
        for (const id of ids) {
          const known = customers.get(id);
          if (known !== undefined) found.set(id, known);
        }
        return found;
      },
      put: async (customer, revision, marks) => put({ customer, revision, ...(marks === undefined ? {} : { marks }) }),
      putTogether: async (writes) => {
        const isOther = ({ customer, revision }: CustomerWrite): boolean =>
          (customers.get(customer.id)?.revision ?? 0) !== revision;
        const changed = new Set(writes.filter(isOther).map(({ customer }) => customer.id));
        if (changed.size === 0) writes.forEach(put);
        return changed;
      },
      putMany: async (writes) => new Set(writes.filter((write) => !put(write)).map(({ customer }) => customer.id)),
      remove: async (customerId) => {
        sorted = null;
        return customers.delete(customerId);
      },
    },
  };
}

/** Erasures in memory. */
export function createMemoryErasures(): ErasureStore {
  const erased = new Map<string, number>();
  return {
    put: async (customerId, at) => void erased.set(customerId, at),
    getMany: async (customerIds) => {
      const found = new Map<string, number>();
      for (const id of customerIds) {
        const at = erased.get(id);
        if (at !== undefined) found.set(id, at);
      }
      return found;
    },
  };
}
