import { BatchGetItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { setTimeout } from 'node:timers/promises';
import { plainItem } from './attribute-values.ts';
import type { Database } from './tables.ts';

export type Key = Readonly<Record<string, string | number>>;

/** DynamoDB reads at most 100 items in one batch. */
const MAX_KEYS = 100;
const MAX_TRIES = 8;

type Wanted = {
  readonly table: string;
  readonly key: Record<string, AttributeValue>;
  readonly isConsistent: boolean;
  readonly resolve: (row: Record<string, unknown> | null) => void;
  readonly reject: (error: unknown) => void;
};

/** What was asked for in this turn of the event loop and has not gone out yet, for each connection. */
const waiting = new WeakMap<Database['client'], Wanted[]>();

/**
 * Reads one item, null when there is none. What is asked for in the same turn of the event loop, of whichever tables,
 * goes out as one request: whoever needs several things at once asks for them with `Promise.all` and waits once.
 */
export function readTogether(
  { client }: Database,
  table: string,
  key: Key,
  isConsistent: boolean,
): Promise<Record<string, unknown> | null> {
  return new Promise((resolve, reject) => {
    const wanted: Wanted = { table, key: attributesOf(key), isConsistent, resolve, reject };
    const queue = waiting.get(client);
    if (queue !== undefined) {
      queue.push(wanted);
      return;
    }
    const started = [wanted];
    waiting.set(client, started);
    // After the promises that are settled in this turn, so that a read behind one of them still comes along.
    setImmediate(() => {
      waiting.delete(client);
      for (let from = 0; from < started.length; from += MAX_KEYS) {
        void readBatch(client, started.slice(from, from + MAX_KEYS));
      }
    });
  });
}

async function readBatch(client: Database['client'], batch: readonly Wanted[]): Promise<void> {
  try {
    const found = await readAll(client, requestOf(batch));
    for (const { table, key, resolve } of batch) resolve(found.get(nameOf(table, key)) ?? null);
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}

type Request = Record<string, { Keys: Record<string, AttributeValue>[]; ConsistentRead: boolean }>;

/** A table is read consistently when one of those who ask needs that; DynamoDB refuses a key that is named twice. */
function requestOf(batch: readonly Wanted[]): Request {
  const request: Request = {};
  const named = new Set<string>();
  for (const { table, key, isConsistent } of batch) {
    const ofTable = (request[table] ??= { Keys: [], ConsistentRead: false });
    if (isConsistent) ofTable.ConsistentRead = true;
    const name = nameOf(table, key);
    if (named.has(name)) continue;
    named.add(name);
    ofTable.Keys.push(key);
  }
  return request;
}

async function readAll(
  client: Database['client'],
  request: Request,
): Promise<ReadonlyMap<string, Record<string, unknown>>> {
  const found = new Map<string, Record<string, unknown>>();
  const keyNames = new Map(Object.entries(request).map(([table, { Keys }]) => [table, Object.keys(Keys[0] ?? {})]));
  let left: Request | undefined = request;
  for (let attempt = 0; left !== undefined; attempt += 1) {
    if (attempt === MAX_TRIES) throw new Error(`Items of ${Object.keys(left).join(', ')} could not be read: too busy.`);
    if (attempt > 0) await setTimeout(25 * 2 ** attempt);
    const answer = await client.send(new BatchGetItemCommand({ RequestItems: left }));
    for (const [table, items] of Object.entries(answer.Responses ?? {})) {
      const names = keyNames.get(table) ?? [];
      for (const item of items) found.set(nameOfItem(table, names, item), plainItem(item));
    }
    left = unprocessed(answer.UnprocessedKeys, left);
  }
  return found;
}

function unprocessed(
  keys: Record<string, { Keys: Record<string, AttributeValue>[] | undefined }> | undefined,
  asked: Request,
): Request | undefined {
  const left: Request = {};
  for (const [table, { Keys }] of Object.entries(keys ?? {})) {
    if (Keys !== undefined && Keys.length > 0) {
      left[table] = { Keys, ConsistentRead: asked[table]?.ConsistentRead ?? true };
    }
  }
  return Object.keys(left).length === 0 ? undefined : left;
}

function nameOf(table: string, key: Record<string, AttributeValue>): string {
  return nameOfItem(table, Object.keys(key), key);
}

function nameOfItem(table: string, names: readonly string[], item: Record<string, AttributeValue>): string {
  return JSON.stringify([table, ...[...names].sort().map((name) => item[name]?.S ?? item[name]?.N)]);
}

export function attributesOf(key: Key): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(key).map(([name, value]) => [name, typeof value === 'string' ? { S: value } : { N: String(value) }]),
  );
}
