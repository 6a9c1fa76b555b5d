import * as z from 'zod';
import { MOST_HOLDERS, type AddressHolders } from '../../app/address-store.ts';
import { sha256 } from '../../standards/sha256.ts';
import { putRows } from './put-rows.ts';
import { queryPartition } from './query-partition.ts';
import type { Database } from './tables.ts';

const holderItem = z.object({ customerId: z.string() });

const HOLDER = 'HOLDER#';

function keyOf(key: string, customerId: string) {
  return { pk: pkOf(key), sk: `${HOLDER}${sha256(customerId, 'hex').slice(0, 32)}` };
}

function pkOf(key: string): string {
  return `address#${sha256(key, 'hex')}`;
}

/** Who was given an address, as items of the Delivery table beside its suppression; they do not show the address. */
export function createAddressHolders(database: Database, table: string): AddressHolders {
  return {
    addHolders: (holders) => {
      const items = holders.map(({ key, customerId }) => ({ ...keyOf(key, customerId), customerId }));
      // DynamoDB refuses a batch that names a key twice.
      return putRows(database, table, [...new Map(items.map((item) => [`${item.pk}${item.sk}`, item])).values()]);
    },
    // Nothing may be deleted here: an empty name is nobody's.
    forgetHolder: (customerId, keys) =>
      putRows(
        database,
        table,
        [...new Set(keys)].map((key) => ({ ...keyOf(key, customerId), customerId: '' })),
      ),
    findHolders: async (key) => {
      const query = { table, pk: pkOf(key), from: HOLDER, to: `${HOLDER}~`, limit: MOST_HOLDERS, isConsistent: true };
      const items = await queryPartition(database, query);
      return items.map((item) => holderItem.parse(item).customerId).filter((customerId) => customerId !== '');
    },
  };
}
