import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { RunRecords } from '../../app/delivery/index.ts';
import { RUN_PHASES, type Run } from '../../domain/run/index.ts';
import { plainItem } from './attribute-values.ts';
import { PutCommand, QueryCommand, type PutCommandInput } from './commands.ts';
import { holdsOrDid, SHOW_ITEM } from './condition.ts';
import { lookingDocument, lookTaken } from './look-document.ts';
import { putRows } from './put-rows.ts';
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
  look: lookTaken.exactOptional(),
  looking: lookingDocument.exactOptional(),
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

/** The list of all runs that began in a month, by when. */
function monthOf(at: number): string {
  return `runs-of-month#${isoTime(at).slice(0, 7)}`;
}

/** How far back all runs are looked through. */
const MONTHS_BACK = 24;

/** The month before one, as `2026-11`. */
function monthBefore(month: string): string {
  return isoTime(Date.parse(`${month}-01T00:00:00Z`) - 1).slice(0, 7);
}

/**
 * Three items for each run, in the Delivery table: what is known of it, its place in the list of its campaign, and that in
 * the list of its month.
 */
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
  /** The runs of a list from after a place on; `last` is absent when there are no more. */
  const listPlaces = async (pk: string, limit: number, from: string | undefined) => {
    const answer = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ScanIndexForward: false,
        Limit: limit,
        ConsistentRead: true,
        ...(from === undefined ? {} : { ExclusiveStartKey: { pk, sk: from } }),
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
    return { runs, last };
  };
  return {
    // Its place first: a place without a run is left out of the list, a run without one would never be found.
    create: async (run) => {
      const sk = `${isoTime(run.createdAt)}#${run.id}`;
      await putRows(database, table, [
        { pk: listOf(run.campaignId), sk, id: run.id },
        { pk: monthOf(run.createdAt), sk, id: run.id },
      ]);
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
    listAll: async ({ limit, nextToken }, now) => {
      const from = nextToken === undefined ? undefined : readToken(nextToken);
      if (from === null) return null;
      const runs: Run[] = [];
      const oldest = monthOf(now - MONTHS_BACK * 31 * 86_400_000);
      const current = isoTime(now).slice(0, 7);
      let month = from === undefined || from.slice(0, 7) > current ? current : from.slice(0, 7);
      let start = from;
      for (; `runs-of-month#${month}` >= oldest; month = monthBefore(month)) {
        const page = await listPlaces(`runs-of-month#${month}`, limit - runs.length, start);
        runs.push(...page.runs);
        if (page.last !== undefined) return { runs, nextToken: writeToken(page.last) };
        start = undefined;
        // The next page begins with the month before: every sort key of it is less than this one.
        if (runs.length >= limit) return { runs, nextToken: writeToken(`${monthBefore(month)}-31T24:00:00.000Z#~`) };
      }
      return { runs };
    },
    list: async (campaignId, { limit, nextToken }) => {
      const from = nextToken === undefined ? undefined : readToken(nextToken);
      if (from === null) return null;
      const { runs, last } = await listPlaces(listOf(campaignId), limit, from);
      return { runs, ...(last === undefined ? {} : { nextToken: writeToken(last) }) };
    },
  };
}

function writeToken(sk: string): string {
  return Buffer.from(sk).toString('base64url');
}

/** A sort key of the list; null: the token is none that this gave. */
function readToken(token: string): string | null {
  const sk = Buffer.from(token, 'base64url').toString();
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z#/.test(sk) ? sk : null;
}
