import * as z from 'zod';
import { USAGE_KEPT_DAYS, type UsageStore } from '../../app/api-client/index.ts';
import { UpdateCommand } from './commands.ts';
import { readRows } from './read-rows.ts';
import type { Database } from './tables.ts';

const DAY_SECONDS = 86_400;

const callsItem = z.object({ pk: z.string(), calls: z.number().default(0), refused: z.number().default(0) });
/** Of items of before the calls that took something were counted with the others. */
const quotaItem = z.object({ pk: z.string(), used: z.number().default(0), calls: z.number().default(0) });

/**
 * What clients do, as one small item for each client and day beside what they have used of their quota (`quotas.ts`), which
 * counts the calls that took something of it: either costs one write unit for each call.
 */
export function createUsage(database: Database, table: string): UsageStore {
  const pkOf = (clientId: string, day: string): string => `quota#${clientId}#${day}`;
  return {
    count: async (clientId, at, { isRefused }) => {
      await database.client.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: pkOf(clientId, new Date(at).toISOString().slice(0, 10)), sk: 'CALLS' },
          UpdateExpression: 'ADD calls :one, refused :refused SET expiresAt = :expires',
          ExpressionAttributeValues: {
            ':one': 1,
            ':refused': isRefused ? 1 : 0,
            ':expires': Math.ceil(at / 1000) + USAGE_KEPT_DAYS * DAY_SECONDS,
          },
        }),
      );
    },
    list: async (clientId, days) => {
      const keys = days.flatMap((day) => ['CALLS', 'QUOTA'].map((sk) => ({ pk: pkOf(clientId, day), sk })));
      const rows = await readRows(database, table, keys, false);
      const calls = new Map(rows.filter(({ sk }) => sk === 'CALLS').map((row) => keyed(callsItem.parse(row))));
      const quotas = new Map(rows.filter(({ sk }) => sk === 'QUOTA').map((row) => keyed(quotaItem.parse(row))));
      return days.map((day) => {
        const pk = pkOf(clientId, day);
        const { calls: others = 0, refused = 0 } = calls.get(pk) ?? {};
        const { calls: withQuota = 0, used: recipients = 0 } = quotas.get(pk) ?? {};
        return { day, calls: others + withQuota, refused, recipients };
      });
    },
  };
}

function keyed<Item extends { readonly pk: string }>(item: Item): readonly [string, Item] {
  return [item.pk, item];
}
