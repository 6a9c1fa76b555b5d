import * as z from 'zod';
import type { RunStore } from '../../app/delivery/index.ts';
import { PutCommand } from './commands.ts';
import { holdsOrDid, SHOW_ITEM } from './condition.ts';
import { readRow } from './read-rows.ts';
import type { Database } from './tables.ts';

const launchedRun = z.object({ jobId: z.string(), claimedAt: z.number() });
const runItem = launchedRun.extend({ beside: z.array(launchedRun).exactOptional() });

/** One item for each campaign that was ever launched, in the Delivery table. */
export function createRuns(database: Database, table: string): RunStore {
  const keyOf = (campaignId: string) => ({ pk: `run#${campaignId}`, sk: 'RUN' });
  return {
    get: async (campaignId) => {
      const item = await readRow(database, table, keyOf(campaignId));
      return item === null ? null : runItem.parse(item);
    },
    put: (campaignId, run, replaces) => {
      const condition =
        replaces === null
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : { ConditionExpression: 'jobId = :replaces', ExpressionAttributeValues: { ':replaces': replaces } };
      const Item = { ...keyOf(campaignId), ...run };
      return holdsOrDid(
        database.client.send(new PutCommand({ TableName: table, Item, ...condition, ...SHOW_ITEM })),
        (found) => found['jobId'] === run.jobId,
      );
    },
  };
}
