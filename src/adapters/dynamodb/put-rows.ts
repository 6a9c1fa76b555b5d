import { setTimeout } from 'node:timers/promises';
import { batchesOf } from '../../app/batches-of.ts';
import { inParallel } from '../../app/in-parallel.ts';
import { plainItem } from './attribute-values.ts';
import { BatchWriteCommand } from './commands.ts';
import type { Database } from './tables.ts';

/** DynamoDB takes 25 items in one batch of writes. */
const MAX_PUTS = 25;
const MAX_TRIES = 8;
const PARALLEL_BATCHES = 4;

type Put = { PutRequest: { Item: Record<string, unknown> } };

/**
 * Puts many items, each with another key, without a condition: one request for 25. What a busy table leaves unwritten is
 * written again.
 */
export async function putRows(
  { client }: Database,
  table: string,
  items: readonly Record<string, unknown>[],
): Promise<void> {
  await inParallel(batchesOf(items, MAX_PUTS), PARALLEL_BATCHES, async (batch) => {
    let left: Put[] = batch.map((item) => ({ PutRequest: { Item: item } }));
    for (let attempt = 0; left.length > 0; attempt += 1) {
      if (attempt === MAX_TRIES) throw new Error(`${left.length} items could not be written: ${table} is busy.`);
      if (attempt > 0) await setTimeout(25 * 2 ** attempt);
      const answer = await client.send(new BatchWriteCommand({ RequestItems: { [table]: left } }));
      left = (answer.UnprocessedItems?.[table] ?? []).flatMap(({ PutRequest }) =>
        PutRequest?.Item === undefined ? [] : [{ PutRequest: { Item: plainItem(PutRequest.Item) } }],
      );
    }
  });
}
