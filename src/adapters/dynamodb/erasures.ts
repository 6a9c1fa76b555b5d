import * as z from 'zod';
import type { ErasureStore } from '../../app/ports.ts';
import { sha256 } from '../../standards/sha256.ts';
import { PutCommand } from './commands.ts';
import { readRow, readRows } from './read-rows.ts';
import type { Database } from './tables.ts';

const erasure = z.object({ pk: z.string(), erasedAt: z.number() });

/** One item that says that there are erasures at all: most imports need not look for any. */
const ANY = { pk: 'erasures', sk: 'ANY' };

function keyOf(customerId: string) {
  return { pk: `erased#${sha256(customerId, 'hex')}`, sk: 'ERASED' };
}

/** Who was erased, as items of the Delivery table that show nobody's id. */
export function createErasures(database: Database, table: string): ErasureStore {
  const put = (item: Readonly<Record<string, unknown>>) =>
    database.client.send(new PutCommand({ TableName: table, Item: item }));
  return {
    put: async (customerId, at) => {
      await put(ANY);
      await put({ ...keyOf(customerId), erasedAt: at });
    },
    getMany: async (customerIds) => {
      const found = new Map<string, number>();
      if ((await readRow(database, table, ANY)) === null) return found;
      const idOf = new Map(customerIds.map((id) => [keyOf(id).pk, id]));
      const keys = [...idOf.keys()].map((pk) => ({ pk, sk: 'ERASED' }));
      for (const row of await readRows(database, table, keys, true)) {
        const { pk, erasedAt } = erasure.parse(row);
        const id = idOf.get(pk);
        if (id !== undefined) found.set(id, erasedAt);
      }
      return found;
    },
  };
}
