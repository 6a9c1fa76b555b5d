import type { CustomerKeys } from '../../app/lake/index.ts';

/** Keys of customers in the lake, in memory; `newKey` makes one. */
export function createMemoryCustomerKeys(newKey: () => string): CustomerKeys {
  const known = new Map<string, { readonly key: string } | { readonly erasedAt: number }>();
  return {
    find: (requests) => {
      const keys = new Map<string, string>();
      for (const { digest, at } of requests) {
        const item = known.get(digest);
        if (item !== undefined && 'key' in item) keys.set(digest, item.key);
        else if (item === undefined || item.erasedAt < at) {
          const key = newKey();
          known.set(digest, { key });
          keys.set(digest, key);
        }
      }
      return Promise.resolve(keys);
    },
    forget: (digest, at) => {
      known.set(digest, { erasedAt: at });
      return Promise.resolve();
    },
  };
}
