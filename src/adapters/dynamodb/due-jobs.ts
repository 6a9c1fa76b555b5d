import * as z from 'zod';
import { dueAt, type DueJob, type SendJob } from '../../app/delivery/index.ts';
import type { QueryCommandInput } from './commands.ts';
import { DUE_SHARDS, dueShard } from './due-shard.ts';
import { queryUpTo } from './query-up-to.ts';
import type { Database } from './tables.ts';

/** Work that is due, by its moment; amplify/data/due-indexes.ts makes the same two indexes. */
const DUE_INDEX = 'dueJobs';

/** Receipts that wait to be counted. */
const RECEIPT_INDEX = 'countableJobs';

/** The attributes that put a job into the index, and take it out again. */
export function dueFields(job: SendJob): {
  readonly dueAt: number | undefined;
  readonly dueShard: number | undefined;
} {
  const at = dueAt(job);
  return { dueAt: at, dueShard: at === undefined ? undefined : dueShard(job.id) };
}

const dueItem = z.object({ id: z.string(), receiptMark: z.string().exactOptional() });

/**
 * Reads both indexes, which hold nothing but keys; up to `limit` jobs of all partitions together. Of more than that, half
 * are those that have been due for longest, and half those that are due since last.
 */
export async function listDue(
  database: Database,
  table: string,
  now: number,
  limit: number,
): Promise<readonly DueJob[]> {
  const ofShard = Math.ceil(limit / DUE_SHARDS);
  const shards = Array.from({ length: DUE_SHARDS }, (_, shard) => shard);
  const due = await Promise.all(
    shards.map(async (shard) => {
      const query = {
        TableName: table,
        IndexName: DUE_INDEX,
        KeyConditionExpression: 'dueShard = :shard AND dueAt <= :now',
        ExpressionAttributeValues: { ':shard': shard, ':now': now },
      };
      const oldest = await queryIndex(database, ofShard, query);
      if (oldest.length < ofShard) return oldest;
      // What is due since ever and stays so must not keep back what has an hour.
      const newest = await queryIndex(database, Math.ceil(ofShard / 2), { ...query, ScanIndexForward: false });
      return [...newest, ...oldest.slice(0, Math.floor(ofShard / 2))];
    }),
  );
  const countable = await Promise.all(
    shards.map((shard) =>
      queryIndex(database, ofShard, {
        TableName: table,
        IndexName: RECEIPT_INDEX,
        KeyConditionExpression: 'receiptShard = :shard',
        ExpressionAttributeValues: { ':shard': shard },
      }),
    ),
  );
  const found = new Map<string, DueJob>();
  for (const job of [...due.flat(), ...countable.flat()]) found.set(job.id, job);
  return [...found.values()].slice(0, limit);
}

async function queryIndex(database: Database, limit: number, query: QueryCommandInput): Promise<readonly DueJob[]> {
  return (await queryUpTo(database, limit, query)).map((item) => dueItem.parse(item));
}
