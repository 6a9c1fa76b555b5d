import { z } from 'zod';
import type { AuditEntry, AuditLog } from '../../app/audit/index.ts';
import { PutCommand } from './commands.ts';
import { queryPartition } from './query-partition.ts';
import { isoTime, type Database } from './tables.ts';

const auditItem = z.object({
  sk: z.string(),
  id: z.string(),
  at: z.number(),
  actor: z.string(),
  action: z.string(),
  outcome: z.string(),
  sourceIp: z.string().exactOptional(),
  subject: z.string().exactOptional(),
  changes: z
    .array(z.object({ field: z.string(), from: z.string().exactOptional(), to: z.string().exactOptional() }))
    .exactOptional(),
});

const pkOf = (day: string): string => `audit#${day}`;

/** An entry as a new item of the log. */
export function auditPut(table: string, entry: AuditEntry) {
  const time = isoTime(entry.at);
  return {
    TableName: table,
    Item: { pk: pkOf(time.slice(0, 10)), sk: `${time}#${entry.id}`, ...entry },
    ConditionExpression: 'attribute_not_exists(pk)',
  };
}

/** The audit log: a partition for each day, entries in the order of their time. Nothing here can change or remove one. */
export function createAudit(database: Database, table: string): AuditLog {
  return {
    append: async (entry) => {
      await database.client.send(new PutCommand(auditPut(table, entry)));
    },
    list: async (day, { limit, nextToken }) => {
      const items = await queryPartition(database, {
        table,
        pk: pkOf(day),
        // A page ends with an entry; the next begins with whatever sorts after it.
        from: nextToken === undefined ? ' ' : `${nextToken}~`,
        to: '\uffff',
        limit: limit + 1,
        isConsistent: true,
      });
      const parsed = items.map((item) => auditItem.parse(item));
      const page = parsed.slice(0, limit);
      const last = page.at(-1)?.sk;
      return {
        entries: page.map(({ sk: _, ...entry }): AuditEntry => entry),
        ...(parsed.length > limit && last !== undefined ? { nextToken: last } : {}),
      };
    },
  };
}
