import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { setTimeout } from 'node:timers/promises';
import { plainItem } from './attribute-values.ts';
import { attributesOf, readTogether, type Key } from './read-together.ts';
import type { Database } from './tables.ts';

/** DynamoDB reads at most 100 items in one batch. */
const MAX_KEYS = 100;
const MAX_TRIES = 8;

/** Few keys go out together with what else is asked for at the same time; many make requests of their own. */
const FEW_KEYS = 25;

/** Reads one item; null when there is none. Goes out in one request with what else is read in the same turn. */
export async function readRow(
  database: Database,
  table: string,
  key: Key,
  isConsistent = true,
): Promise<Record<string, unknown> | null> {
  return readTogether(database, table, key, isConsistent);
}

/** Reads many items by key; what a busy table leaves unread is asked for again. */
export async function readRows(
  database: Database,
  table: string,
  keys: readonly Key[],
  isConsistent: boolean,
): Promise<Record<string, unknown>[]> {
  if (keys.length <= FEW_KEYS) {
    const read = await Promise.all(keys.map((key) => readTogether(database, table, key, isConsistent)));
    return read.filter((row) => row !== null);
  }
  const { client } = database;
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

/** The keys of rows that have nothing but an id, each once: DynamoDB refuses a key that is named twice. */
export function keysOf(ids: readonly string[]): readonly Key[] {
  return [...new Set(ids)].map((id) => ({ id }));
}
