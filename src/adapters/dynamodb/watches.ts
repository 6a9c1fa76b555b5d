import { z } from 'zod';
import type { WatchStore } from '../../app/delivery/index.ts';
import { queryPartition } from './query-partition.ts';
import type { Database } from './tables.ts';

/** Written by the resolver of `onDelivery` when somebody subscribes. */
const watchItem = z.object({ sk: z.string(), watchedUntil: z.number() });

/** Who watches which customers of a job: one item per pair, which ends by itself. */
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
      const watches = items.map((item) => watchItem.parse(item));
      return new Set(watches.filter(({ watchedUntil }) => watchedUntil > now).map(({ sk }) => sk));
    },
  };
}
