import * as z from 'zod';
import type { EndpointOwners } from '../../app/address-store.ts';
import { sha256 } from '../../standards/sha256.ts';
import { putRows } from './put-rows.ts';
import { readRows } from './read-rows.ts';
import type { Database } from './tables.ts';

const ownerItem = z.object({ pk: z.string(), customerId: z.string() });

function keyOf(endpointId: string) {
  return { pk: `endpoint#${sha256(endpointId, 'hex')}`, sk: 'OWNER' };
}

/** Which customer has an endpoint, as items of the Delivery table. */
export function createEndpointOwners(database: Database, table: string): EndpointOwners {
  return {
    findOwners: async (endpointIds) => {
      const idOf = new Map(endpointIds.map((id) => [keyOf(id).pk, id]));
      const keys = [...idOf.keys()].map((pk) => ({ pk, sk: 'OWNER' }));
      const owners = new Map<string, string>();
      for (const row of await readRows(database, table, keys, true)) {
        const { pk, customerId } = ownerItem.parse(row);
        const id = idOf.get(pk);
        if (id !== undefined && customerId !== '') owners.set(id, customerId);
      }
      return owners;
    },
    // Nothing may be deleted here: an endpoint that nobody has keeps an empty name.
    setOwners: (owners) =>
      putRows(
        database,
        table,
        [...owners].map(([endpointId, customerId]) => ({ ...keyOf(endpointId), customerId: customerId ?? '' })),
      ),
  };
}
