import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { ReceiptMarks, ReceiptStore } from '../../app/delivery/index.ts';
import { packStatuses, unpackStatuses } from './pack-chunk.ts';
import { holds } from './condition.ts';
import { lastOf, numbered, shardPk } from './delivery-keys.ts';
import { queryPartition } from './query-partition.ts';
import { expiry, type Database } from './tables.ts';

const receiptItem = z.object({ number: z.int(), revision: z.int(), marks: z.string() });

/** What receipts say, as one item per chunk beside its state: the engine writes that one, receipts this one. */
export function createReceipts(database: Database, table: string): ReceiptStore {
  return {
    list: async (ref, from, limit) => {
      const items = await queryPartition(database, {
        table,
        pk: shardPk(ref),
        from: numbered('RECEIPT', from),
        to: lastOf('RECEIPT'),
        isConsistent: true,
        ...(limit === undefined ? {} : { limit }),
      });
      return items.map((item): ReceiptMarks => {
        const { number, revision, marks } = receiptItem.parse(item);
        return { number, revision, marks: unpackStatuses(marks) };
      });
    },
    put: (ref, { number, revision, marks }) => {
      const isFirst = revision === 1;
      return holds(
        database.client.send(
          new PutCommand({
            TableName: table,
            Item: {
              pk: shardPk(ref),
              sk: numbered('RECEIPT', number),
              number,
              revision,
              marks: packStatuses(marks),
              ...expiry(ref.keptUntil),
            },
            ConditionExpression: isFirst ? 'attribute_not_exists(pk)' : 'revision = :known',
            ...(isFirst ? {} : { ExpressionAttributeValues: { ':known': revision - 1 } }),
          }),
        ),
      );
    },
  };
}
