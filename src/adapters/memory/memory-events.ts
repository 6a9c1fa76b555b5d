import type { EventStore } from '../../app/event/index.ts';
import type { MemoryCustomerStore } from './memory-customers.ts';

/** Events in memory, beside customers in memory. */
export function createMemoryEvents(customers: Pick<MemoryCustomerStore, 'putTogether'>): EventStore {
  const digests = new Map<string, Map<string, string>>();
  const of = (customerId: string): Map<string, string> => {
    const known = digests.get(customerId) ?? new Map<string, string>();
    digests.set(customerId, known);
    return known;
  };
  const acceptTogether: EventStore['acceptTogether'] = async (writes) => {
    const events = writes.flatMap(({ accepted }) => accepted);
    const known = events.filter(({ customerId, eventId }) => of(customerId).has(eventId));
    if (known.length > 0) return new Set(known.map(({ customerId }) => customerId));
    const changed = await customers.putTogether(writes.map(({ customer }) => customer));
    if (changed.size > 0) return changed;
    for (const { customerId, eventId, digest } of events) of(customerId).set(eventId, digest);
    return changed;
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
    accept: async (accepted, customer) => (await acceptTogether([{ accepted, customer }])).size === 0,
    acceptTogether,
    forget: async (customerId) => {
      digests.delete(customerId);
    },
  };
}
