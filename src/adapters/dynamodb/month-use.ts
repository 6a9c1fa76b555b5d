import * as z from 'zod';
import type { BudgetStore } from '../../app/delivery/index.ts';
import { TransactWriteCommand } from './commands.ts';
import { holdsTogether } from './condition.ts';
import { readRow } from './read-rows.ts';
import type { Database } from './tables.ts';

/** What a job noted last, and the sums of all: units by price item. */
const noted = z.object({ units: z.record(z.string(), z.number()), revision: z.int() });
const sums = z.object({ units: z.record(z.string(), z.number()) });

/** Forgotten after so many seconds: nobody asks for the free units of an old month. */
const KEPT_SECONDS = 93 * 86_400;

/**
 * One item for each job and month, and one with the sums of the month, written together: as often as jobs of campaigns end,
 * which is no hot item, and read once for each forecast.
 */
export function createMonthUse(database: Database, table: string): Pick<BudgetStore, 'noteUse' | 'usedInMonth'> {
  const partition = (month: string): string => `month-use#${month}`;
  const totalKey = (month: string) => ({ pk: partition(month), sk: 'TOTAL' });
  return {
    noteUse: async (month, jobId, units) => {
      const key = { pk: partition(month), sk: `JOB#${jobId}` };
      // Each time round another job has noted something, so this ends.
      for (;;) {
        const [known, row] = await Promise.all([
          readRow(database, table, key),
          readRow(database, table, totalKey(month)),
        ]);
        const before = known === null ? null : noted.parse(known);
        const total = row === null ? null : noted.parse(row);
        const items = new Set([...Object.keys(units), ...Object.keys(before?.units ?? {})]);
        const changes = [...items].map((item) => [item, (units[item] ?? 0) - (before?.units[item] ?? 0)] as const);
        if (changes.every(([, change]) => change === 0)) return;
        const summed = { ...total?.units };
        for (const [item, change] of changes) summed[item] = (summed[item] ?? 0) + change;
        const expiresAt = Math.ceil(database.now() / 1000) + KEPT_SECONDS;
        const put = (item: Record<string, unknown>, was: z.infer<typeof noted> | null) => ({
          Put: {
            TableName: table,
            Item: { ...item, revision: (was?.revision ?? 0) + 1, expiresAt },
            ...(was === null
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : { ConditionExpression: 'revision = :was', ExpressionAttributeValues: { ':was': was.revision } }),
          },
        });
        const transaction = new TransactWriteCommand({
          TransactItems: [put({ ...key, units }, before), put({ ...totalKey(month), units: summed }, total)],
        });
        if (await holdsTogether(database.client.send(transaction))) return;
      }
    },
    usedInMonth: async (month) => {
      const row = await readRow(database, table, totalKey(month));
      return new Map(row === null ? [] : Object.entries(sums.parse(row).units));
    },
  };
}
