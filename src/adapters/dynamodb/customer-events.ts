import type { CustomerEvents } from '../../app/timeline/index.ts';
import { eventDocument } from './event-document.ts';
import { queryPartition } from './query-partition.ts';
import type { Database } from './tables.ts';

/** Events of one customer as `events.ts` keeps them: a week or so. A row that cannot be read hides no other. */
export function createCustomerEvents(database: Database, table: string): CustomerEvents {
  return {
    list: async (customerId, limit) => {
      const query = { table, pk: `events#${customerId}`, from: ' ', to: '\uffff', limit, isConsistent: false };
      return (await queryPartition(database, query)).flatMap((item) => {
        const read = eventDocument.safeParse(item);
        return read.success ? [read.data] : [];
      });
    },
  };
}
