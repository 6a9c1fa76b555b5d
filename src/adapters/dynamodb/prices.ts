import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { PriceStore } from '../../app/ports.ts';
import { readRow } from './read-rows.ts';
import { isoTime, type Database } from './tables.ts';

const KEY = { pk: 'settings', sk: 'PRICES' };

const dated = { micros: z.int(), validFrom: z.int(), source: z.string() };
const pricesItem = z.object({
  prices: z.array(z.object({ item: z.string(), currency: z.string(), per: z.int(), freeUnits: z.int(), ...dated })),
  rates: z.array(z.object({ from: z.string(), to: z.string(), ...dated })),
});

/** What operators saved about prices, as one item. */
export function createPrices(database: Database, table: string): PriceStore {
  return {
    get: async () => {
      const item = await readRow(database, table, KEY);
      return item === null ? { prices: [], rates: [] } : pricesItem.parse(item);
    },
    put: async (prices, by) => {
      const changedAt = isoTime(database.now());
      await database.client.send(
        new PutCommand({ TableName: table, Item: { ...KEY, ...prices, changedBy: by.id, changedAt } }),
      );
    },
  };
}
