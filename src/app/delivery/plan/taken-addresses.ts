import { createDigestSet } from '../../../domain/customer/index.ts';

/** The addresses that a shard sends to so far, by their digests. */
export type TakenAddresses = {
  /** Takes an address for a recipient of the page that is being planned; false: somebody of the shard has it. */
  readonly take: (digest: number) => boolean;
  /** Ends a page, which sends to these of its addresses. */
  readonly endPage: (digests: readonly number[]) => void;
};

/**
 * Begins with the pages that are planned already. What a page has taken and does not send to is free again for the pages
 * after it: only a budget does not pay for somebody, and only then a page keeps addresses of its own.
 */
export function createTakenAddresses(planned: readonly (readonly number[])[], hasBudget: boolean): TakenAddresses {
  const taken = createDigestSet();
  const addAll = (digests: readonly number[]): void => {
    for (const digest of digests) taken.add(digest);
  };
  planned.forEach(addAll);
  if (!hasBudget) return { take: taken.add, endPage: () => undefined };
  let own = createDigestSet();
  return {
    take: (digest) => !taken.has(digest) && own.add(digest),
    endPage: (digests) => {
      addAll(digests);
      own = createDigestSet();
    },
  };
}
