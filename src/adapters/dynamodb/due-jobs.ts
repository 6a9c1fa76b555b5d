import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { crc32 } from 'node:zlib';
import { dueAt, type DueJob, type SendJob } from '../../app/delivery/index.ts';
import type { Database } from './tables.ts';

/** Work that is due, by its moment; amplify/data/due-indexes.ts makes the same two indexes. */
const DUE_INDEX = 'dueJobs';

/** Receipts that wait to be counted. */
const RECEIPT_INDEX = 'countableJobs';

/** Partitions of each index: every write of a job that is sent passes through one of them. */
const SHARDS = 8;

/** In which partition of both indexes a job is. */
export function dueShard(jobId: string): number {
  return crc32(jobId) % SHARDS;
}

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
  const ofShard = Math.ceil(limit / SHARDS);
  const shards = Array.from({ length: SHARDS }, (_, shard) => shard);
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

async function queryIndex(
  { client }: Database,
  limit: number,
  query: QueryCommand['input'],
): Promise<readonly DueJob[]> {
  const jobs: DueJob[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = { Limit: limit - jobs.length, ...(start === undefined ? {} : { ExclusiveStartKey: start }) };
    const answer = await client.send(new QueryCommand({ ...query, ...page }));
    for (const item of answer.Items ?? []) {
      const { id, receiptMark } = dueItem.parse(item);
      jobs.push(receiptMark === undefined ? { id } : { id, receiptMark });
    }
    start = answer.LastEvaluatedKey;
  } while (start !== undefined && jobs.length < limit);
  return jobs;
}
