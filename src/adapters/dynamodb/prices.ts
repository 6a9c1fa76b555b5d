import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { PriceStore } from '../../app/ports.ts';
import { PutCommand } from './commands.ts';
import { revisionIs, SHOW_ITEM, wroteRevision } from './condition.ts';
import { readRow } from './read-rows.ts';
import { isoTime, type Database } from './tables.ts';

const KEY = { pk: 'settings', sk: 'PRICES' };

const dated = { micros: z.int(), validFrom: z.int(), source: z.string() };
const pricesItem = z.object({
  prices: z.array(
    z.object({
      item: z.string(),
      currency: z.string(),
      per: z.int(),
      freeUnits: z.int(),
      monthZone: z.string().exactOptional(),
      tiers: z.array(z.object({ above: z.int(), micros: z.int() })).exactOptional(),
      refundHours: z.int().exactOptional(),
      ...dated,
    }),
  ),
  rates: z.array(z.object({ from: z.string(), to: z.string(), ...dated })),
  /** Absent from what was written before prices had one. */
  revision: z.int().default(0),
});

/** What operators saved about prices, as one item that is replaced under its revision. */
export function createPrices(database: Database, table: string): PriceStore {
  return {
    get: async () => {
      const item = await readRow(database, table, KEY);
      return item === null ? { prices: [], rates: [], revision: 0 } : pricesItem.parse(item);
    },
    put: ({ prices, rates }, expected, by) => {
      const changed = { changedBy: by.id, changedAt: isoTime(database.now()), changeId: randomUUID() };
      const revision = expected + 1;
      return wroteRevision(
        database.client.send(
          new PutCommand({
            TableName: table,
            Item: { ...KEY, prices, rates, revision, ...changed },
            ...revisionIs(expected),
            ...SHOW_ITEM,
          }),
        ),
        { revision, changeId: changed.changeId },
      );
    },
  };
}
