import * as z from 'zod';
import type { AuditEntry, AuditLog, AuditPage } from '../../app/audit/index.ts';
import { sha256 } from '../../standards/sha256.ts';
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
  customerId: z.string().exactOptional(),
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

/** Whose entries they are nobody sees who does not know the customer's id. */
function ofCustomer(customerId: string): string {
  return `audit-of#${sha256(customerId, 'hex')}`;
}

/**
 * The audit log: a partition for each day, entries in the order of their time. Nothing here can change or remove one. What
 * is done to one customer, of which there is little, is in a partition of theirs as well.
 */
export function createAudit(database: Database, table: string): AuditLog {
  const listOf = async (
    pk: string,
    { limit, nextToken }: { readonly limit: number; readonly nextToken?: string },
  ): Promise<AuditPage> => {
    const items = await queryPartition(database, {
      table,
      pk,
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
  };
  return {
    append: async (entry) => {
      const put = auditPut(table, entry);
      // Theirs first: what the log of the day has is to be found among theirs, too.
      if (entry.customerId !== undefined) {
        const Item = { ...put.Item, pk: ofCustomer(entry.customerId) };
        await database.client.send(new PutCommand({ ...put, Item }));
      }
      await database.client.send(new PutCommand(put));
    },
    list: (day, page) => listOf(pkOf(day), page),
    listOfCustomer: (customerId, page) => listOf(ofCustomer(customerId), page),
  };
}
