import legacyBatchGetItem from 'dynalite/actions/batchGetItem.js';
import db from 'dynalite/db/index.js';
import { isAttributes } from './document-paths.ts';
import { plainBytesAtMost } from './plain-values.ts';

/** dynalite gives back as unprocessed what is above a megabyte. */
const MAX_BYTES = 1024 * 1024;

/**
 * BatchGetItem of whole items that fit into one answer, which nearly all do: read in one go. dynalite's own starts a task
 * for each key, and counts the bytes of numbers as numbers. All else stays dynalite's.
 */
export function batchGetItem(
  store: DynaliteStore,
  data: Record<string, unknown>,
  callback: DynaliteCallback<Record<string, unknown>>,
): void {
  const { RequestItems: requests, ReturnConsumedCapacity: capacity } = data;
  if (!isAttributes(requests) || capacity !== undefined) return legacyBatchGetItem(store, data, callback);
  const answers: Record<string, unknown> = {};
  let bytes = 0;
  for (const [name, request] of Object.entries(requests)) {
    const items = itemsOf(store, name, request);
    if (items === undefined) return legacyBatchGetItem(store, data, callback);
    for (const item of items) bytes += plainBytesAtMost(item);
    answers[name] = inNoOrder(items);
  }
  if (!(bytes <= MAX_BYTES)) return legacyBatchGetItem(store, data, callback);
  callback(null, { Responses: answers, UnprocessedKeys: {} });
}

/** The items that are there; undefined: asked for in a way that dynalite answers, also when it refuses. */
function itemsOf(store: DynaliteStore, name: string, request: unknown): DynaliteItem[] | undefined {
  if (!isAttributes(request)) return undefined;
  const { Keys: keys, _projection: projection, AttributesToGet: attributes } = request;
  if (!Array.isArray(keys) || projection !== undefined || attributes !== undefined) return undefined;
  let items: DynaliteItem[] | undefined;
  store.getTable(name, (error, table) => {
    if (error || table === undefined) return;
    const found: DynaliteItem[] = [];
    for (const key of keys as readonly unknown[]) {
      if (!isAttributes(key) || db.validateKey(key, table) != null) return;
      store.getItemDb(name).get(db.createKey(key, table), (_missing, item) => {
        if (isAttributes(item)) found.push(item);
      });
    }
    items = found;
  });
  return items;
}

/** DynamoDB answers in no order: whoever needs one must not find it here. */
function inNoOrder(items: DynaliteItem[]): DynaliteItem[] {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    const [a, b] = [items[last], items[other]];
    if (a !== undefined && b !== undefined) [items[last], items[other]] = [b, a];
  }
  return items;
}
