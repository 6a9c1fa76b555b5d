import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { RunRecords } from '../../app/delivery/index.ts';
import { RUN_PHASES, type Run } from '../../domain/run/index.ts';
import { plainItem } from './attribute-values.ts';
import { PutCommand, QueryCommand, type PutCommandInput } from './commands.ts';
import { holdsOrDid, SHOW_ITEM } from './condition.ts';
import { readRow, readRows } from './read-rows.ts';
import { isoTime, type Database } from './tables.ts';

const runItem = z.object({
  id: z.string(),
  campaignId: z.string(),
  campaignName: z.string(),
  phase: z.enum(RUN_PHASES),
  phaseReason: z.string().exactOptional(),
  seq: z.int(),
  orders: z.int(),
  wave: z.int(),
  waveCount: z.int(),
  waveAt: z.number().exactOptional(),
  createdAt: z.number(),
  createdBy: z.string(),
  endedAt: z.number().exactOptional(),
});

const entry = z.object({ sk: z.string(), id: z.string() });

function keyOf(runId: string) {
  return { pk: `run-record#${runId}`, sk: 'RUN' };
}

/** The list of a campaign's runs, by when they began. */
function listOf(campaignId: string): string {
  return `runs#${campaignId}`;
}

/** Two items for each run, in the Delivery table: what is known of it, and its place in the list of its campaign. */
export function createRunRecords(database: Database, table: string): RunRecords {
  const { client } = database;
  const write = (run: Run, condition: Partial<PutCommandInput>, isMine: (found: Run) => boolean) =>
    holdsOrDid(
      client.send(new PutCommand({ TableName: table, Item: { ...keyOf(run.id), ...run }, ...condition, ...SHOW_ITEM })),
      (item) => {
        const found = runItem.safeParse(item);
        return found.success && isMine(found.data);
      },
    );
  return {
    // Its place first: a place without a run is left out of the list, a run without one would never be found.
    create: async (run) => {
      const place = { pk: listOf(run.campaignId), sk: `${isoTime(run.createdAt)}#${run.id}`, id: run.id };
      await client.send(new PutCommand({ TableName: table, Item: place }));
      return write(run, { ConditionExpression: 'attribute_not_exists(pk)' }, () => false);
    },
    get: async (runId) => {
      const item = await readRow(database, table, keyOf(runId));
      return item === null ? null : runItem.parse(item);
    },
    save: (run, expectedSeq) =>
      write(
        run,
        { ConditionExpression: 'seq = :expected', ExpressionAttributeValues: { ':expected': expectedSeq } },
        (found) => isDeepStrictEqual(found, run),
      ),
    list: async (campaignId, { limit, nextToken }) => {
      const from = nextToken === undefined ? null : readToken(nextToken);
      if (nextToken !== undefined && from === null) return null;
      const answer = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': listOf(campaignId) },
          ScanIndexForward: false,
          Limit: limit,
          ConsistentRead: true,
          ...(from === null ? {} : { ExclusiveStartKey: { pk: listOf(campaignId), sk: from } }),
        }),
      );
      const ids = (answer.Items ?? []).map((item) => entry.parse(plainItem(item)).id);
      const found = new Map<string, Run>();
      for (const row of await readRows(database, table, ids.map(keyOf), true)) {
        const run = runItem.parse(row);
        found.set(run.id, run);
      }
      const runs = ids.flatMap((id) => found.get(id) ?? []);
      const last =
        answer.LastEvaluatedKey === undefined
          ? undefined
          : entry.shape.sk.parse(plainItem(answer.LastEvaluatedKey)['sk']);
      return { runs, ...(last === undefined ? {} : { nextToken: Buffer.from(last).toString('base64url') }) };
    },
  };
}

/** A sort key of the list; null: the token is none that this gave. */
function readToken(token: string): string | null {
  const sk = Buffer.from(token, 'base64url').toString();
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z#/.test(sk) ? sk : null;
}
