import type { EventStore } from '../../app/event/index.ts';
import type { CustomerStore } from '../../app/ports.ts';

/** Events in memory, beside customers in memory. */
export function createMemoryEvents(customers: Pick<CustomerStore, 'put'>): EventStore {
  const digests = new Map<string, Map<string, string>>();
  const of = (customerId: string): Map<string, string> => {
    const known = digests.get(customerId) ?? new Map<string, string>();
    digests.set(customerId, known);
    return known;
  };
  return {
    findDigests: async (customerId, eventIds) => {
      const known = of(customerId);
      return new Map(
        eventIds.flatMap((id) => {
          const digest = known.get(id);
          return digest === undefined ? [] : [[id, digest] as const];
        }),
      );
    },
    accept: async (events, { customer, revision }) => {
      if (events.some(({ customerId, eventId }) => of(customerId).has(eventId))) return false;
      if (!(await customers.put(customer, revision))) return false;
      for (const { customerId, eventId, digest } of events) of(customerId).set(eventId, digest);
      return true;
    },
    forget: async (customerId) => {
      digests.delete(customerId);
    },
  };
}
