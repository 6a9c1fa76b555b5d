import type { CustomerKeys } from '../../app/lake/index.ts';

/** Keys of customers in the lake, in memory; `newKey` makes one. */
export function createMemoryCustomerKeys(newKey: () => string): CustomerKeys {
  const known = new Map<string, { readonly key: string } | { readonly erasedAt: number }>();
  const people = new Map<string, string>();
  return {
    find: (requests) => {
      const keys = new Map<string, string>();
      for (const { digest, at, customerId } of requests) {
        const item = known.get(digest);
        if (item !== undefined && 'key' in item) keys.set(digest, item.key);
        else if (item === undefined || item.erasedAt < at) {
          const key = newKey();
          known.set(digest, { key });
          keys.set(digest, key);
        }
        const key = keys.get(digest);
        if (key !== undefined && customerId !== undefined) people.set(key, customerId);
      }
      return Promise.resolve(keys);
    },
    whose: (asked) => Promise.resolve(new Map([...people].filter(([key]) => asked.includes(key)))),
    forget: (digest, at) => {
      const item = known.get(digest);
      if (item !== undefined && 'key' in item) people.delete(item.key);
      known.set(digest, { erasedAt: at });
      return Promise.resolve();
    },
  };
}
