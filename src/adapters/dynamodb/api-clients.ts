import * as z from 'zod';
import type { ApiClientStore } from '../../app/api-client/index.ts';
import { API_OPERATIONS } from '../../domain/api-client/index.ts';
import { PutCommand } from './commands.ts';
import { holds } from './condition.ts';
import { queryPartition } from './query-partition.ts';
import { readRow } from './read-rows.ts';
import { isoTime, type Database } from './tables.ts';

const PARTITION = 'client';

const key = z.discriminatedUnion('algorithm', [
  z.object({ id: z.string(), algorithm: z.literal('EdDSA'), publicKey: z.string(), createdAt: z.number() }),
  z.object({
    id: z.string(),
    algorithm: z.literal('HS256'),
    salt: z.string().exactOptional(),
    createdAt: z.number(),
  }),
]);

/** A client as it is stored, and as the authorizer hands it on. */
export const apiClientDocument = z.object({
  id: z.string(),
  name: z.string(),
  isActive: z.boolean(),
  cidrs: z.array(z.string()),
  operations: z.array(z.enum(API_OPERATIONS)),
  templateIds: z.array(z.string()),
  mayInline: z.boolean(),
  messagesPerDay: z.int(),
  recipientsPerMinute: z.int(),
  roleNames: z.array(z.string()),
  keys: z.array(key),
});

const clientItem = z.object({ client: apiClientDocument, revision: z.int() });

/** API clients as items of one partition: dozens, read one at a time by every call. No secret is among them. */
export function createApiClients(database: Database, table: string): ApiClientStore {
  return {
    get: async (clientId) => {
      const item = await readRow(database, table, { pk: PARTITION, sk: clientId });
      if (item === null) return null;
      const { client, revision } = clientItem.parse(item);
      return { value: client, revision };
    },
    put: (client, revision, by) => {
      const changedAt = isoTime(database.now());
      const item = { pk: PARTITION, sk: client.id, client, revision: revision + 1, changedBy: by.id, changedAt };
      const isNew = revision === 0;
      return holds(
        database.client.send(
          new PutCommand({
            TableName: table,
            Item: item,
            ConditionExpression: isNew ? 'attribute_not_exists(pk)' : 'revision = :known',
            ...(isNew ? {} : { ExpressionAttributeValues: { ':known': revision } }),
          }),
        ),
      );
    },
    list: async () => {
      const range = { from: ' ', to: '\uffff' };
      const items = await queryPartition(database, { table, pk: PARTITION, ...range, isConsistent: true });
      return items.map((item) => clientItem.parse(item).client);
    },
  };
}
