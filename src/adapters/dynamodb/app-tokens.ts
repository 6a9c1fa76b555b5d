import * as z from 'zod';
import type { AppTokenStore } from '../../app/api-client/index.ts';
import { PutCommand } from './commands.ts';
import { readRow } from './read-rows.ts';
import { expiry, type Database } from './tables.ts';

/** So long after its end an app is told that its token has expired, instead of nothing. */
const TOLD_FOR_MS = 86_400_000;

const tokenItem = z.object({
  token: z.object({
    hash: z.string(),
    customerId: z.string(),
    clientId: z.string(),
    keyId: z.string(),
    expiresAt: z.number(),
  }),
});

const keyOf = (hash: string) => ({ pk: `app-token#${hash}`, sk: 'APP_TOKEN' });

/** Tokens of apps: one item each, found by its hash, which DynamoDB removes some time after the token has ended. */
export function createAppTokens(database: Database, table: string): AppTokenStore {
  return {
    put: async (token) => {
      const Item = { ...keyOf(token.hash), token, ...expiry(token.expiresAt + TOLD_FOR_MS) };
      await database.client.send(
        new PutCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
      );
    },
    find: async (hash) => {
      const item = await readRow(database, table, keyOf(hash));
      return item === null ? null : tokenItem.parse(item).token;
    },
  };
}
