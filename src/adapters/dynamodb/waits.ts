import { crc32 } from 'node:zlib';
import * as z from 'zod';
import type { Bucket, DueBucket, WaitStore } from '../../app/trigger/index.ts';
import { WAIT_REASONS } from '../../domain/schedule/index.ts';
import type { PendingEntry } from '../../domain/trigger/index.ts';
import { plainItem } from './attribute-values.ts';
import { DeleteCommand, PutCommand, QueryCommand } from './commands.ts';
import { holds, revisionIs } from './condition.ts';
import { queryPartition } from './query-partition.ts';
import { readRow, readRows } from './read-rows.ts';
import type { Database } from './tables.ts';

/** Partitions of the list of buckets that are to be gathered. */
const SHARDS = 8;

/** So long a bucket is kept after its minute: its jobs have been planned by then. */
const KEPT_SECONDS = 30 * 86_400;

const BATCH = 'B#';
const JOBS = 'JOBS';

/** Customer, milliseconds after the first entry of the batch, the place of a reason in WAIT_REASONS (-1: none), 1: placed. */
const packedEntry = z.union([
  z.tuple([z.string(), z.number()]),
  z.tuple([z.string(), z.number(), z.int()]),
  z.tuple([z.string(), z.number(), z.int(), z.literal(1)]),
]);
const batchItem = z.object({ sk: z.string(), from: z.number(), packed: z.string() });
const countItem = z.object({ sk: z.string(), count: z.int(), writtenAt: z.number().default(0) });
const dueItem = z.object({ sk: z.string(), campaignId: z.string(), minute: z.int(), mark: z.string() });
const jobsItem = z.object({
  revision: z.int(),
  jobs: z.array(z.object({ batchIds: z.array(z.string()), count: z.int(), at: z.number() })),
});

function pack(entries: readonly PendingEntry[], from: number): string {
  return JSON.stringify(
    entries.map(({ customerId, at, reason, isPlaced }) => {
      const place = reason === undefined ? -1 : WAIT_REASONS.indexOf(reason);
      if (isPlaced === true) return [customerId, at - from, place, 1];
      return place === -1 ? [customerId, at - from] : [customerId, at - from, place];
    }),
  );
}

function unpack(packed: string, from: number): readonly PendingEntry[] {
  return z
    .array(packedEntry)
    .parse(JSON.parse(packed))
    .map(([customerId, after, place, placed]) => {
      const reason = place === undefined ? undefined : WAIT_REASONS[place];
      const known = { customerId, at: from + after, ...(reason === undefined ? {} : { reason }) };
      return placed === undefined ? known : { ...known, isPlaced: true };
    });
}

/** Those who wait, as items of the Delivery table: a partition for each minute and campaign, and the list of what is due. */
export function createWaits(database: Database, table: string): WaitStore {
  const { client } = database;
  const pkOf = ({ campaignId, minute }: Bucket): string => `waits#${minute}#${campaignId}`;
  const dueKey = ({ campaignId, minute }: Bucket) => ({
    pk: `due-waits#${crc32(campaignId) % SHARDS}`,
    sk: `${String(minute).padStart(12, '0')}#${campaignId}`,
  });
  const expiresAt = ({ minute }: Bucket): number => minute * 60 + KEPT_SECONDS;

  return {
    append: async (bucket, { batchId, writtenAt, entries }) => {
      const from = Math.min(...entries.map(({ at }) => at));
      const Item = {
        pk: pkOf(bucket),
        sk: `${BATCH}${batchId}`,
        from,
        count: entries.length,
        writtenAt,
        packed: pack(entries, from),
        expiresAt: expiresAt(bucket),
      };
      await client.send(new PutCommand({ TableName: table, Item }));
      // After it: whoever gathers finds what the list says.
      const due = { ...dueKey(bucket), ...bucket, mark: batchId };
      await client.send(new PutCommand({ TableName: table, Item: due }));
    },
    listDue: async (minute, limit) => {
      const to = `${String(minute).padStart(12, '0')}#\uffff`;
      const shards = Array.from({ length: SHARDS }, (_, shard) =>
        queryPartition(database, { table, pk: `due-waits#${shard}`, from: ' ', to, limit, isConsistent: false }),
      );
      const items = (await Promise.all(shards)).flat().map((item) => dueItem.parse(item));
      return items
        .sort((a, b) => (a.sk < b.sk ? -1 : 1))
        .slice(0, limit)
        .map(({ campaignId, minute: due, mark }): DueBucket => ({ campaignId, minute: due, mark }));
    },
    listBatches: async (bucket) => {
      const found: { batchId: string; count: number; writtenAt: number }[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const answer = await client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :batch)',
            ProjectionExpression: 'sk, #count, writtenAt',
            ExpressionAttributeNames: { '#count': 'count' },
            ExpressionAttributeValues: { ':pk': pkOf(bucket), ':batch': BATCH },
            ConsistentRead: true,
            ...(start === undefined ? {} : { ExclusiveStartKey: start }),
          }),
        );
        for (const item of answer.Items ?? []) {
          const { sk, count, writtenAt } = countItem.parse(plainItem(item));
          found.push({ batchId: sk.slice(BATCH.length), count, writtenAt });
        }
        start = answer.LastEvaluatedKey && plainItem(answer.LastEvaluatedKey);
      } while (start !== undefined);
      return found;
    },
    getBatches: async (bucket, batchIds) => {
      const keys = batchIds.map((batchId) => ({ pk: pkOf(bucket), sk: `${BATCH}${batchId}` }));
      const items = (await readRows(database, table, keys, true)).map((item) => batchItem.parse(item));
      const byKey = new Map(items.map((item) => [item.sk, item]));
      return batchIds.flatMap((batchId) => {
        const item = byKey.get(`${BATCH}${batchId}`);
        return item === undefined ? [] : [{ batchId, entries: unpack(item.packed, item.from) }];
      });
    },
    getJobs: async (bucket) => {
      const item = await readRow(database, table, { pk: pkOf(bucket), sk: JOBS });
      return item === null ? { revision: 0, jobs: [] } : jobsItem.parse(item);
    },
    putJobs: (bucket, { revision, jobs }) =>
      holds(
        client.send(
          new PutCommand({
            TableName: table,
            Item: { pk: pkOf(bucket), sk: JOBS, revision: revision + 1, jobs, expiresAt: expiresAt(bucket) },
            ...revisionIs(revision),
          }),
        ),
      ),
    close: async (bucket) => {
      await holds(
        client.send(
          new DeleteCommand({
            TableName: table,
            Key: dueKey(bucket),
            ConditionExpression: 'mark = :mark',
            ExpressionAttributeValues: { ':mark': bucket.mark },
          }),
        ),
      );
    },
  };
}
