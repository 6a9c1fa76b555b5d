import type { NonceStore } from '../../app/api-client/index.ts';
import { PutCommand } from './commands.ts';
import { holds } from './condition.ts';
import type { Database } from './tables.ts';

/** Used nonces: one item each, which DynamoDB removes some time after it has expired. */
export function createNonces({ client }: Database, table: string): NonceStore {
  return {
    use: (clientId, nonce, expiresAt) =>
      holds(
        client.send(
          new PutCommand({
            TableName: table,
            Item: { pk: `nonce#${clientId}#${nonce}`, sk: 'NONCE', expiresAt: Math.ceil(expiresAt / 1000) },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      ),
  };
}
