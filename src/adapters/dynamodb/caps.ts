import * as z from 'zod';
import type { CapStore, ClassHistory } from '../../app/delivery/index.ts';
import type { SendHistory } from '../../domain/campaign/index.ts';
import { PutCommand, UpdateCommand } from './commands.ts';
import { holdsOrDid, revisionIs, SHOW_ITEM } from './condition.ts';
import { readRows } from './read-rows.ts';
import { expiry, type Database } from './tables.ts';

const capItem = z.object({ customerId: z.string(), sends: z.record(z.string(), z.number()) });
const classItem = capItem.extend({ revision: z.int() });

/** So long after it what was sent of a class counts for nothing any more, in milliseconds. */
const KEPT_MS = 40 * 86_400_000;

/**
 * When customers were sent to, as one small item for each customer of a campaign that has caps, and one for each customer
 * and class that has some.
 */
export function createCaps(database: Database, table: string): CapStore {
  const keyOf = (campaignId: string, customerId: string) => ({ pk: `cap#${campaignId}#${customerId}`, sk: 'SENDS' });
  const write = (
    campaignId: string,
    customerId: string,
    { jobId, at }: { readonly jobId: string; readonly at: number },
    known: SendHistory,
  ): Promise<boolean> => {
    const sends = { ...known, [jobId]: at };
    // A history only grows, so its length tells whether it is still the one that was read.
    const length = Object.keys(known).length;
    const isFirst = length === 0;
    return holdsOrDid(
      database.client.send(
        new UpdateCommand({
          TableName: table,
          Key: keyOf(campaignId, customerId),
          UpdateExpression: 'SET sends = :sends, sendCount = :count, customerId = :customer',
          ConditionExpression: isFirst ? 'attribute_not_exists(sendCount)' : 'sendCount = :known',
          ExpressionAttributeValues: {
            ':sends': sends,
            ':count': Object.keys(sends).length,
            ':customer': customerId,
            ...(isFirst ? {} : { ':known': length }),
          },
          ...SHOW_ITEM,
        }),
      ),
      (item) => Object.hasOwn(sendsOf(item), jobId),
    );
  };
  const keyOfClass = (messageClass: string, customerId: string) => ({
    pk: `sent#${messageClass}#${customerId}`,
    sk: 'SENDS',
  });
  return {
    getOfClass: async (messageClass, customerIds) => {
      const keys = [...new Set(customerIds)].map((id) => keyOfClass(messageClass, id));
      const rows = await readRows(database, table, keys, true);
      return new Map(
        rows
          .map((row) => classItem.parse(row))
          .map(({ customerId, revision, sends }) => [customerId, { revision, sends }]),
      );
    },
    addToClass: async (messageClass, customerId, { jobId, at, since }, known: ClassHistory) => {
      if (Object.hasOwn(known.sends, jobId)) return true;
      const kept = Object.entries(known.sends).filter(([, sentAt]) => sentAt >= since);
      const item = {
        ...keyOfClass(messageClass, customerId),
        customerId,
        sends: { ...Object.fromEntries(kept), [jobId]: at },
        revision: known.revision + 1,
        ...expiry(at + KEPT_MS),
      };
      return holdsOrDid(
        database.client.send(
          new PutCommand({ TableName: table, Item: item, ...revisionIs(known.revision), ...SHOW_ITEM }),
        ),
        (found) => Object.hasOwn(sendsOf(found), jobId),
      );
    },
    getHistories: async (campaignId, customerIds) => {
      const keys = [...new Set(customerIds)].map((id) => keyOf(campaignId, id));
      const rows = await readRows(database, table, keys, true);
      return new Map(rows.map((row) => capItem.parse(row)).map(({ customerId, sends }) => [customerId, sends]));
    },
    add: async (campaignId, customerId, entry, known) =>
      Object.hasOwn(known, entry.jobId) || (await write(campaignId, customerId, entry, known)),
  };
}

function sendsOf(item: Record<string, unknown>): SendHistory {
  const read = capItem.safeParse(item);
  return read.success ? read.data.sends : {};
}
