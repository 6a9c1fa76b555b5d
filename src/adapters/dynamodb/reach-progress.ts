import * as z from 'zod';
import type { ReachProgressStore } from '../../app/insight/index.ts';
import { PutCommand } from './commands.ts';
import { holds } from './condition.ts';
import { readRow } from './read-rows.ts';
import type { Database } from './tables.ts';

const KEY = { pk: 'rollups', sk: 'REACH' };

const count = z.int().nonnegative();
const channel = z.object({ reachable: count, adConsent: count, nightConsent: count });
const item = z.object({
  revision: z.int().positive(),
  progress: z.object({
    day: z.string(),
    slices: z.int().positive(),
    counted: count,
    reach: z.object({
      customers: count,
      channels: z.object({ PUSH: channel, EMAIL: channel, SMS: channel, CUSTOM: channel }),
    }),
    isTold: z.boolean(),
  }),
});

/** How far the count of a day has come, as one item of the Event table. */
export function createReachProgress(database: Database, table: string): ReachProgressStore {
  return {
    read: async () => {
      const row = await readRow(database, table, KEY);
      return row === null ? { revision: 0, progress: null } : item.parse(row);
    },
    put: (progress, revision) =>
      holds(
        database.client.send(
          new PutCommand({
            TableName: table,
            Item: { ...KEY, revision: revision + 1, progress },
            ConditionExpression: revision === 0 ? 'attribute_not_exists(pk)' : 'revision = :revision',
            ...(revision === 0 ? {} : { ExpressionAttributeValues: { ':revision': revision } }),
          }),
        ),
      ),
  };
}
