import { Readable } from 'node:stream';
import db from 'dynalite/db/index.js';
import { openChangeLog, type ChangeLog, type NewChange } from './change-log.ts';
import { checkStoredItem } from './check-stored-item.ts';
import { holds } from './conditions.ts';
import { partsAt } from './document-paths.ts';
import { isParsedCondition } from './filter-page.ts';
import { openItemCounts, type CountChanges, type ItemCounts } from './item-counts.ts';
import { lookAtNewTables } from './leveldb/find-damage.ts';
import { keepStoreNote } from './leveldb/store-note.ts';
import { refuseDamagedStore, refuseUnopened } from './refuse-damaged-store.ts';
import { stopAfterFailedWrite } from './stop-after-failed-write.ts';

/** Entries read from LevelDB at once. Reading one by one, as dynalite does, costs a promise and a thread hop per item. */
const READ_BATCH = 1000;
const READ_BATCH_BYTES = 256 * 1024;

/** LevelDB's own 8 and 4 MB make a store of a gigabyte read blocks twice and merge files all the time. */
const CACHE_BYTES = 64 * 1024 * 1024;
const WRITE_BUFFER_BYTES = 16 * 1024 * 1024;

/** Nobody waits longer for a sandbox to end because of what a start would take. */
const CLOSING_MS = 500;

interface Pending {
  operations: DynaliteOperation[];
  /** A transaction commits everything at its end; a single write commits with its item. */
  readonly deferred: boolean;
  readonly changes: CountChanges;
  readonly counts: ItemCounts;
  /** Of tables that somebody follows. */
  itemChanges: NewChange[];
  readonly log: ChangeLog;
}

const pendingOf = new WeakMap<DynaliteStore, Pending>();
const prefixOf = new WeakMap<DynaliteSubDb, string>();

/**
 * dynalite's index key ends with 24 bits of a hash of the table key: two items with the same index key overwrite each
 * other once in 16 million pairs, which 12,000 items in one index partition reach. Ours ends with the whole table key.
 */
db.createIndexKey = (item, table, keySchema) => db.createKey(item, table, keySchema) + db.createKey(item, table);

/** Index entries are only collected here; `put` or `del` of the item, which always follows, commits all of them in one atomic batch. */
db.updateIndexes = (store, table, existing, item, callback) => {
  const pending = pendingOf.get(store);
  if (pending === undefined) return callback(new Error('The store was not opened by openEmbeddedStore.'));
  const refused = item && checkStoredItem(item, existing, table);
  if (refused) return callback(refused);
  if (pending.log.isFollowed(table.TableName)) {
    pending.itemChanges.push({ table, existing: existing ?? undefined, item: item ?? undefined });
  }
  const change = (item ? 1 : 0) - (existing ? 1 : 0);
  if (change !== 0) pending.changes.set(table.TableName, (pending.changes.get(table.TableName) ?? 0) + change);
  collect(pending, store, table, 'Local', table.LocalSecondaryIndexes ?? [], existing, item ?? undefined);
  collect(pending, store, table, 'Global', table.GlobalSecondaryIndexes ?? [], existing, item ?? undefined);
  return callback(null);
};

db.mapPaths = partsAt;

const ALWAYS: DynaliteCondition = { type: 'always', args: [{}] };
const NEVER: DynaliteCondition = { type: 'not', args: [ALWAYS] };

const checkConditional = db.checkConditional;
/**
 * Decides conditions by `holds`. `ReturnValuesOnConditionCheckFailure` is unknown to dynalite as well: the item is the one
 * the condition was checked against.
 */
db.checkConditional = (data, existing) => {
  const { _condition: condition } = data;
  const isMet = isParsedCondition(condition) && holds(condition.expression, existing ?? {});
  const decided = isParsedCondition(condition) ? { ...data, _condition: { expression: isMet ? ALWAYS : NEVER } } : data;
  const error = checkConditional(decided, existing);
  if (error?.body !== undefined && data['returnItemOnFailure'] === true && existing !== undefined)
    error.body['Item'] = existing;
  return error;
};

function collect(
  pending: Pending,
  store: DynaliteStore,
  table: DynaliteTable,
  kind: 'Local' | 'Global',
  indexes: readonly DynaliteIndex[],
  existing: DynaliteItem | undefined,
  item: DynaliteItem | undefined,
): void {
  for (const index of indexes) {
    const indexed = (candidate: DynaliteItem | undefined): candidate is DynaliteItem =>
      candidate !== undefined && index.KeySchema.every((key) => candidate[key.AttributeName] !== undefined);
    const prefix = prefixFor(store.getIndexDb(kind, table.TableName, index.IndexName));
    const newKey = indexed(item) ? db.createIndexKey(item, table, index.KeySchema) : undefined;
    if (indexed(existing)) {
      const oldKey = db.createIndexKey(existing, table, index.KeySchema);
      if (oldKey !== newKey) pending.operations.push({ type: 'del', key: prefix + oldKey });
    }
    if (indexed(item) && newKey !== undefined) {
      pending.operations.push({ type: 'put', key: prefix + newKey, value: project(item, table, index) });
    }
  }
}

function project(item: DynaliteItem, table: DynaliteTable, index: DynaliteIndex): DynaliteItem {
  if (index.Projection.ProjectionType === 'ALL') return item;
  const names = [...index.KeySchema, ...table.KeySchema]
    .map((key) => key.AttributeName)
    .concat(index.Projection.NonKeyAttributes ?? []);
  return Object.fromEntries(names.filter((name) => item[name] !== undefined).map((name) => [name, item[name]]));
}

function prefixFor(subDb: DynaliteSubDb): string {
  const prefix = prefixOf.get(subDb);
  if (prefix === undefined) throw new Error('A sub-database was created outside of openEmbeddedStore.');
  return prefix;
}

/**
 * dynalite's store with three changes: point reads are synchronous (no thread hop, so an update reads and computes in
 * one tick), an item and its index entries are written in one LevelDB batch (a killed process leaves no half-indexed
 * item), and range reads are batched.
 */
export async function openEmbeddedStore(options: {
  readonly folder?: string | undefined;
  readonly region: string;
  readonly accountId: string;
  readonly now?: () => number;
  /** Told once, when nothing more can be written. */
  readonly onWriteFailure?: ((message: string) => void) | undefined;
}): Promise<DynaliteStore> {
  if (options.folder !== undefined) await refuseDamagedStore(options.folder);
  const store = db.create({
    ...(options.folder === undefined ? {} : { path: options.folder }),
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  });
  await store.db
    .open({ cacheSize: CACHE_BYTES, writeBufferSize: WRITE_BUFFER_BYTES })
    .catch((error: unknown) => refuseUnopened(options.folder, error));
  const counts = await openItemCounts(store.db);
  stopAfterFailedWrite(store.db, options.onWriteFailure ?? (() => undefined));
  if (options.folder !== undefined) noteWrites(store, options.folder, counts);
  const log = openChangeLog(store.db, options.now ?? Date.now);
  const pending: Pending = { operations: [], deferred: false, changes: new Map(), counts, itemChanges: [], log };
  pendingOf.set(store, pending);
  const patched = new WeakSet<DynaliteSubDb>();
  const patch = (subDb: DynaliteSubDb, prefix: string): DynaliteSubDb => {
    if (patched.has(subDb)) return subDb;
    patched.add(subDb);
    prefixOf.set(subDb, prefix);
    subDb.get = (key, callback) => callback(null, store.db.getSync(prefix + key));
    subDb.put = (key, value, callback) => commit(store, pending, { type: 'put', key: prefix + key, value }, callback);
    subDb.del = (key, callback) => commit(store, pending, { type: 'del', key: prefix + key }, callback);
    subDb.createValueStream = (range) => readRange(store.db, prefix, range);
    return subDb;
  };
  const { getItemDb, getIndexDb } = store;
  store.getItemDb = (name) => patch(getItemDb(name), `item-${name}~`);
  store.getIndexDb = (type, table, index) =>
    patch(getIndexDb(type, table, index), `index-${type.toLowerCase()}~${table}~${index}~`);
  cacheTables(store, counts);
  store.tableDb.awsAccountId = options.accountId;
  store.tableDb.awsRegion = options.region;
  return store;
}

const closing = new WeakMap<DynaliteStore, () => void>();

function noteWrites(store: DynaliteStore, folder: string, counts: ItemCounts): void {
  const note = keepStoreNote(folder, () => counts.all());
  const { batch } = store.db;
  store.db.batch = (operations, callback) => {
    note.changed();
    batch(operations, callback);
  };
  closing.set(store, () => {
    note.close();
    lookAtNewTables(folder, CLOSING_MS);
  });
}

/** Ends what is under way and closes the files. */
export async function closeEmbeddedStore(store: DynaliteStore): Promise<void> {
  await store.db.close();
  closing.get(store)?.();
}

/** Table descriptions are read by every call; they are parsed once. */
function cacheTables(store: DynaliteStore, counts: ItemCounts): void {
  const tables = new Map<string, unknown>();
  const { put, del } = store.tableDb;
  store.tableDb.get = (key, callback) => {
    let table = tables.get(key);
    if (table === undefined) {
      table = store.db.getSync(`table~${key}`);
      if (table !== undefined) tables.set(key, table);
    }
    callback(null, table);
  };
  store.tableDb.put = (key, value, callback) => {
    tables.delete(key);
    put(key, value, callback);
  };
  store.tableDb.del = (key, callback) => {
    tables.delete(key);
    store.db.batch([counts.forget(key)], () => del(key, callback));
  };
}

function commit(
  store: DynaliteStore,
  pending: Pending,
  operation: DynaliteOperation,
  callback: DynaliteCallback,
): void {
  pending.operations.push(operation);
  if (pending.deferred) return callback(null);
  const operations = [...pending.operations, ...pending.counts.apply(pending.changes)];
  pending.operations = [];
  if (pending.itemChanges.length === 0) return store.db.batch(operations, callback);
  const logged = pending.log.append(pending.itemChanges);
  pending.itemChanges = [];
  store.db.batch([...operations, ...logged.operations], (error) => {
    logged.settled(!error);
    callback(error);
  });
}

/**
 * A view of the store for one transaction: locks are already held by the caller, reads see the committed state, and
 * writes are collected. `commit` writes them and what is given besides, in one batch.
 */
export function transactionView(store: DynaliteStore): {
  readonly view: DynaliteStore;
  commit: (more: readonly DynaliteOperation[]) => Promise<void>;
} {
  const base = pendingOf.get(store);
  if (base === undefined) throw new Error('The store was not opened by openEmbeddedStore.');
  const pending: Pending = {
    operations: [],
    deferred: true,
    changes: new Map(),
    counts: base.counts,
    itemChanges: [],
    log: base.log,
  };
  const view: DynaliteStore = {
    options: store.options,
    db: store.db,
    tableDb: store.tableDb,
    getTable: store.getTable,
    getIndexDb: store.getIndexDb,
    getItemDb: (name) => {
      const base = store.getItemDb(name);
      const prefix = prefixFor(base);
      return {
        ...base,
        lock: (_key, run) => run((callback) => callback),
        put: (key, value, callback) => commit(view, pending, { type: 'put', key: prefix + key, value }, callback),
        del: (key, callback) => commit(view, pending, { type: 'del', key: prefix + key }, callback),
      };
    },
  };
  pendingOf.set(view, pending);
  return {
    view,
    commit: (more) =>
      new Promise((resolve, reject) => {
        const logged = pending.log.append(pending.itemChanges);
        const operations = [...pending.operations, ...pending.counts.apply(pending.changes), ...logged.operations];
        store.db.batch([...operations, ...more], (error) => {
          logged.settled(!error);
          if (error) reject(error);
          else resolve();
        });
      }),
  };
}

/** What happened to the items of the tables that somebody follows. */
export function changeLogOf(store: DynaliteStore): ChangeLog {
  const pending = pendingOf.get(store);
  if (pending === undefined) throw new Error('The store was not opened by openEmbeddedStore.');
  return pending.log;
}

/** How many items a table has. */
export function itemCount(store: DynaliteStore, table: string): number {
  return pendingOf.get(store)?.counts.of(table) ?? 0;
}

function readRange(level: DynaliteLevel, prefix: string, range: Record<string, unknown>): Readable {
  const bound = (name: string): string | undefined => {
    const value = range[name];
    return typeof value === 'string' ? prefix + value : undefined;
  };
  const gt = bound('gt');
  const lte = bound('lte');
  const limit = typeof range['limit'] === 'number' ? range['limit'] : -1;
  const iterator = level.values({
    limit,
    reverse: range['reverse'] === true,
    highWaterMarkBytes: READ_BATCH_BYTES,
    ...(gt === undefined ? { gte: bound('gte') ?? prefix } : { gt }),
    ...(lte === undefined ? { lt: bound('lt') ?? `${prefix}\xFF` } : { lte }),
  });
  const size = limit > 0 ? Math.min(limit, READ_BATCH) : READ_BATCH;
  return new Readable({
    objectMode: true,
    highWaterMark: READ_BATCH,
    read() {
      iterator.nextv(size).then(
        (values) => {
          if (this.destroyed) return;
          for (const value of values) this.push(value);
          if (values.length === 0) this.push(null);
        },
        (error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error))),
      );
    },
    destroy(error, callback) {
      iterator.close().then(
        () => callback(error),
        () => callback(error),
      );
    },
  });
}
