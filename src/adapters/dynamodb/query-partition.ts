import { queryUpTo } from './query-up-to.ts';
import type { Database } from './tables.ts';

/** Reads the items of a partition between two sort keys, in order, up to `limit`, over DynamoDB's pages of 1 MB. */
export function queryPartition(
  database: Database,
  query: {
    readonly table: string;
    readonly pk: string;
    readonly from: string;
    readonly to: string;
    readonly limit?: number;
    readonly isConsistent: boolean;
  },
): Promise<Record<string, unknown>[]> {
  return queryUpTo(database, query.limit ?? Number.POSITIVE_INFINITY, {
    TableName: query.table,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
    ExpressionAttributeValues: { ':pk': query.pk, ':from': query.from, ':to': query.to },
    ConsistentRead: query.isConsistent,
  });
}
