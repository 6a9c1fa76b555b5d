import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { QuotaStore } from '../../app/external-send/index.ts';
import { holds } from './condition.ts';
import type { Database } from './tables.ts';

/** What clients have used, as one counter for each window. */
export function createQuotas({ client }: Database, table: string): QuotaStore {
  return {
    take: async (clientId, { window, count, limit, expiresAt }) => {
      if (count > limit) return false;
      return holds(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: `quota#${clientId}#${window}`, sk: 'QUOTA' },
            UpdateExpression: 'ADD used :count SET expiresAt = :expires',
            ConditionExpression: 'attribute_not_exists(used) OR used <= :room',
            ExpressionAttributeValues: {
              ':count': count,
              ':room': limit - count,
              ':expires': Math.ceil(expiresAt / 1000),
            },
          }),
        ),
      );
    },
  };
}
