import legacyBatchGetItem from 'dynalite/actions/batchGetItem.js';
import db from 'dynalite/db/index.js';
import { isAttributes } from './document-paths.ts';
import { isPlainMap, plainBytesAtMost } from './plain-values.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const MAX_KEYS = 100;
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

/**
 * Is a request to read whole items by plain keys in order, as nearly all are? dynalite's checks copy each key and write it
 * as text to find whether it is there twice.
 */
export function isPlainBatch(store: DynaliteStore, { RequestItems: requests, ...rest }: DynaliteItem): boolean {
  if (!isAttributes(requests) || Object.keys(requests).length === 0 || Object.keys(rest).length > 0) return false;
  let count = 0;
  for (const [name, request] of Object.entries(requests)) {
    if (!isAttributes(request) || !isTable(store, name)) return false;
    const { Keys: keys, ConsistentRead: isConsistent = false, ...others } = request;
    if (!Array.isArray(keys) || keys.length === 0 || typeof isConsistent !== 'boolean') return false;
    if (Object.keys(others).length > 0 || !arePlainAndDifferent(keys)) return false;
    count += keys.length;
  }
  return count <= MAX_KEYS;
}

/** Keys whose attributes stand in another order than the first one's are left to dynalite. */
function arePlainAndDifferent(keys: readonly unknown[]): boolean {
  const texts = new Set<string>();
  const [first] = keys;
  const order = isAttributes(first) ? Object.keys(first).join() : '';
  for (const key of keys) {
    if (!isPlainMap(key) || Object.keys(key).join() !== order) return false;
    texts.add(JSON.stringify(key));
  }
  return texts.size === keys.length;
}

function isTable(store: DynaliteStore, name: string): boolean {
  let isThere = false;
  store.getTable(name, (error, table) => (isThere = !error && table !== undefined));
  return isThere;
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
