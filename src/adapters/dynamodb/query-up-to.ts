import { plainItem } from './attribute-values.ts';
import { QueryCommand, type QueryCommandInput } from './commands.ts';
import type { Database } from './tables.ts';

/** Reads up to `limit` items of a query, in its order, over DynamoDB's pages of 1 MB. */
export async function queryUpTo(
  { client }: Database,
  limit: number,
  query: QueryCommandInput,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  // DynamoDB refuses to look for nothing.
  if (limit <= 0) return items;
  let start: Record<string, unknown> | undefined;
  do {
    const answer = await client.send(
      new QueryCommand({
        ...query,
        ...(Number.isFinite(limit) ? { Limit: limit - items.length } : {}),
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    items.push(...(answer.Items ?? []).map(plainItem));
    start = answer.LastEvaluatedKey && plainItem(answer.LastEvaluatedKey);
  } while (start !== undefined && items.length < limit);
  return items;
}
