import * as z from 'zod';
import type { WatchStore } from '../../app/delivery/index.ts';
import { queryPartition } from './query-partition.ts';
import type { Database } from './tables.ts';

/** Written by the resolver of `onDelivery`, which keeps the set small. */
const watchItem = z.object({ customers: z.set(z.string()), watchedUntil: z.number() });

/** Who watches which customers of a job: an item for each caller and day, which ends by itself. */
export function createWatches(database: Database, table: string): WatchStore {
  return {
    list: async (jobId, now) => {
      const items = await queryPartition(database, {
        table,
        pk: `watch#${jobId}`,
        from: ' ',
        to: '\uffff',
        isConsistent: true,
      });
      const watched = new Set<string>();
      for (const item of items) {
        // Nobody's message waits for a note that cannot be read; its watcher asks again.
        const watch = watchItem.safeParse(item).data;
        if (watch === undefined || watch.watchedUntil <= now) continue;
        for (const customerId of watch.customers) watched.add(customerId);
      }
      return watched;
    },
  };
}
