import { z } from 'zod';
import type { CustomerEvents } from '../../app/timeline/index.ts';
import { EVENT_TIMINGS } from '../../domain/event/index.ts';
import { queryPartition } from './query-partition.ts';
import type { Database } from './tables.ts';

const eventItem = z.object({
  eventId: z.string(),
  customerId: z.string(),
  name: z.string(),
  occurredAt: z.number(),
  sentAt: z.number().exactOptional(),
  attributes: z.record(z.string(), z.string()),
  metrics: z.record(z.string(), z.number()),
  ref: z.string().exactOptional(),
  at: z.number(),
  receivedAt: z.number(),
  timing: z.enum(EVENT_TIMINGS),
  isLate: z.boolean(),
  digest: z.string(),
});

/** Events of one customer as `events.ts` keeps them: a week or so. A row that cannot be read hides no other. */
export function createCustomerEvents(database: Database, table: string): CustomerEvents {
  return {
    list: async (customerId, limit) => {
      const query = { table, pk: `events#${customerId}`, from: ' ', to: '\uffff', limit, isConsistent: false };
      return (await queryPartition(database, query)).flatMap((item) => {
        const read = eventItem.safeParse(item);
        return read.success ? [read.data] : [];
      });
    },
  };
}
