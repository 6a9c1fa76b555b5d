import * as z from 'zod';
import type { RunStore } from '../../app/delivery/index.ts';
import { PutCommand } from './commands.ts';
import { holdsOrDid, SHOW_ITEM } from './condition.ts';
import { readRow } from './read-rows.ts';
import type { Database } from './tables.ts';

const launchedRun = z.object({ jobId: z.string(), claimedAt: z.number() });
const runItem = launchedRun.extend({ beside: z.array(launchedRun).exactOptional() });

/** One item for each slot that was ever taken, in the Delivery table. */
export function createRuns(database: Database, table: string): RunStore {
  const keyOf = (slot: string) => ({ pk: `run#${slot}`, sk: 'RUN' });
  return {
    get: async (slot) => {
      const item = await readRow(database, table, keyOf(slot));
      return item === null ? null : runItem.parse(item);
    },
    put: (slot, run, replaces) => {
      const condition =
        replaces === null
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : { ConditionExpression: 'jobId = :replaces', ExpressionAttributeValues: { ':replaces': replaces } };
      const Item = { ...keyOf(slot), ...run };
      return holdsOrDid(
        database.client.send(new PutCommand({ TableName: table, Item, ...condition, ...SHOW_ITEM })),
        (found) => found['jobId'] === run.jobId,
      );
    },
  };
}
