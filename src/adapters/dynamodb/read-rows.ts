import { BatchGetItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { setTimeout } from 'node:timers/promises';
import { plainItem } from './attribute-values.ts';
import type { Database } from './tables.ts';

export type Key = Readonly<Record<string, string | number>>;

/** DynamoDB reads at most 100 items in one batch. */
const MAX_KEYS = 100;
const MAX_TRIES = 8;

/** Reads one item; null when there is none. */
export async function readRow(
  { client }: Database,
  table: string,
  key: Key,
  isConsistent = true,
): Promise<Record<string, unknown> | null> {
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: isConsistent }));
  return Item ?? null;
}

/** Reads many items by key; what a busy table leaves unread is asked for again. */
export async function readRows(
  { client }: Database,
  table: string,
  keys: readonly Key[],
  isConsistent: boolean,
): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for (let from = 0; from < keys.length; from += MAX_KEYS) {
    let left = keys.slice(from, from + MAX_KEYS).map(attributesOf);
    for (let attempt = 0; left.length > 0; attempt += 1) {
      if (attempt === MAX_TRIES) throw new Error(`${left.length} items of ${table} could not be read: it is too busy.`);
      if (attempt > 0) await setTimeout(25 * 2 ** attempt);
      const answer = await client.send(
        new BatchGetItemCommand({ RequestItems: { [table]: { Keys: left, ConsistentRead: isConsistent } } }),
      );
      rows.push(...(answer.Responses?.[table] ?? []).map(plainItem));
      left = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    }
  }
  return rows;
}

function attributesOf(key: Key): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(key).map(([name, value]) => [name, typeof value === 'string' ? { S: value } : { N: String(value) }]),
  );
}

/** The keys of rows that have nothing but an id, each once: DynamoDB refuses a key that is named twice. */
export function keysOf(ids: readonly string[]): readonly Key[] {
  return [...new Set(ids)].map((id) => ({ id }));
}
