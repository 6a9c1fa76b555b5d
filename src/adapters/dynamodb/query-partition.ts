import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Database } from './tables.ts';

/** Reads the items of a partition between two sort keys, in order, up to `limit`, over DynamoDB's pages of 1 MB. */
export async function queryPartition(
  { client }: Database,
  query: {
    readonly table: string;
    readonly pk: string;
    readonly from: string;
    readonly to: string;
    readonly limit?: number;
    readonly isConsistent: boolean;
  },
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  const limit = query.limit ?? Number.POSITIVE_INFINITY;
  // DynamoDB refuses to look for nothing.
  if (limit <= 0) return items;
  let start: Record<string, unknown> | undefined;
  do {
    const answer = await client.send(
      new QueryCommand({
        TableName: query.table,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':pk': query.pk, ':from': query.from, ':to': query.to },
        ConsistentRead: query.isConsistent,
        ...(Number.isFinite(limit) ? { Limit: limit - items.length } : {}),
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    items.push(...(answer.Items ?? []));
    start = answer.LastEvaluatedKey;
  } while (start !== undefined && items.length < limit);
  return items;
}
