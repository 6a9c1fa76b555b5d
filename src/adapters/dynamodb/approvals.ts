import * as z from 'zod';
import type { ApprovalStore } from '../../app/approval/index.ts';
import type { Approval } from '../../domain/approval/index.ts';
import { PutCommand } from './commands.ts';
import { readRow } from './read-rows.ts';
import type { Database } from './tables.ts';

const subject = z.object({
  parts: z.object({
    segment: z.string(),
    templates: z.string(),
    steps: z.string(),
    treatments: z.string(),
    schedule: z.string(),
    holdout: z.string(),
    budget: z.string(),
    limits: z.string(),
    edits: z.string(),
  }),
  recipients: z.number(),
  krwMicros: z.number().nullable(),
});
const common = { subject, author: z.string(), by: z.string(), at: z.number() };
const approvalItem: z.ZodType<Approval> = z.discriminatedUnion('state', [
  z.object({ state: z.literal('GRANTED'), ...common }),
  z.object({ state: z.literal('LAPSED'), ...common, lapsedAt: z.number(), changes: z.array(z.string()) }),
]);

/** One item for each run that was approved, in the Delivery table. */
export function createApprovals(database: Database, table: string): ApprovalStore {
  const keyOf = (runId: string) => ({ pk: `job#${runId}`, sk: 'APPROVAL' });
  return {
    get: async (runId) => {
      const item = await readRow(database, table, keyOf(runId));
      return item === null ? null : approvalItem.parse(item);
    },
    put: async (runId, approval) => {
      await database.client.send(new PutCommand({ TableName: table, Item: { ...keyOf(runId), ...approval } }));
    },
  };
}
