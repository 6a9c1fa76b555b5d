import type { CustomerSource } from '../../../src/app/ports.ts';
import { newCustomer, newEndpoint, type Customer } from '../../../src/domain/customer/index.ts';
import { createRandom } from '../../simulation/random.ts';

const PAGE = 500;

const PUSH = [newEndpoint('push', 'GCM', 'push')];
const EMAIL = [newEndpoint('email', 'EMAIL', 'email')];

/**
 * Customers placed by a hash, as DynamoDB places them: slice i of n holds those whose place is in its nth part of the
 * whole. `tierOf` says who is who: by a number of the customer's own, or (customers of a slice then are alike) by place.
 */
export function createHashedCustomers(
  count: number,
  tierOf: (own: number, place: number) => string,
  counted: number = count,
): CustomerSource & { readonly countOf: (tier: string) => number } {
  // Another sequence than any trial's, or the trials would draw exactly these places.
  const random = createRandom(0x5eed_0000);
  const places = Float64Array.from({ length: count }, random).sort();
  const tiers = Array.from(places, (place) => tierOf(random(), place));
  const firstFrom = (place: number): number => {
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[middle] ?? 1) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const customerAt = (index: number): Customer => ({
    ...newCustomer(`c-${index}`),
    attributes: { Tier: [tiers[index] ?? ''] },
    endpoints: index % 4 === 0 ? EMAIL : PUSH,
  });
  return {
    scan: async (slice, slices, cursor) => {
      const from = cursor === null ? firstFrom(slice / slices) : Number(cursor);
      const end = firstFrom((slice + 1) / slices);
      const to = Math.min(end, from + PAGE);
      const customers = Array.from({ length: to - from }, (_, index) => customerAt(from + index));
      return { customers, cursor: to < end ? String(to) : null };
    },
    getMany: async () => new Map(),
    estimateCount: async () => counted,
    countOf: (tier) => tiers.filter((each) => each === tier).length,
  };
}
