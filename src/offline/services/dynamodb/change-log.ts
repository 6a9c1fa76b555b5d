import { isDeepStrictEqual } from 'node:util';
import { itemChange, type ItemChange } from './item-change.ts';
import { recentChanges, type RecentChanges } from './recent-changes.ts';

/** A change that is being written. */
export interface NewChange {
  readonly table: DynaliteTable;
  readonly existing: DynaliteItem | undefined;
  readonly item: DynaliteItem | undefined;
}

export type StartingPosition = 'LATEST' | 'TRIM_HORIZON';

/** What happened to the items of the tables that somebody follows, in the order in which it was written. */
export interface ChangeLog {
  isFollowed(table: string): boolean;
  /** Keeps the changes of a table from now on. A reader's place is kept from one start to the next. */
  follow(table: string, readerId: string, start: StartingPosition): Promise<void>;
  /** What is to be written with the items, in the same batch; `settled` is called when it was written or refused. */
  append(changes: readonly NewChange[]): {
    readonly operations: readonly DynaliteOperation[];
    settled(isWritten: boolean): void;
  };
  /** The next changes after a reader's place, or after `after`. */
  read(table: string, readerId: string, max: number, after?: number): Promise<readonly ItemChange[]>;
  /** Resolves when there may be more than up to a reader's place, or `after`, or the signal is aborted. */
  more(table: string, readerId: string, signal: AbortSignal, after?: number): Promise<void>;
  /** A reader is done with everything up to a sequence number. */
  advance(table: string, readerId: string, sequence: number): Promise<void>;
}

const CHANGE = 'change~';
const PLACE = 'change-place~';
const DIGITS = 16;
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
const KEPT_MS = 24 * 60 * 60 * 1000;
const TRIM_EVERY = 10_000;
const TRIM_BATCH = 1_000;
/** Many more than a table may have. */
const MAX_READERS = 100;

interface Followed {
  next: number;
  /** Given to a batch that is not written yet: nothing behind the smallest may be read. */
  readonly underWay: Set<number>;
  readonly places: Map<string, number>;
  readonly waiting: Set<() => void>;
  readonly recent: RecentChanges;
  sinceTrim: number;
}

const keyOf = (table: string, sequence: number): string =>
  `${CHANGE}${table}~${String(sequence).padStart(DIGITS, '0')}`;
const placeKey = (table: string, readerId: string): string => `${PLACE}${table}~${readerId}`;

/** Opens the log in the store of the items. A table that nobody follows costs one look into an empty map. */
export function openChangeLog(level: DynaliteLevel, now: () => number): ChangeLog {
  const followed = new Map<string, Followed>();

  const known = (table: string): Followed => {
    const one = followed.get(table);
    if (one === undefined) throw new Error(`Nobody follows the table ${table}.`);
    return one;
  };

  async function open(table: string): Promise<Followed> {
    const iterator = level.keys({ gte: `${CHANGE}${table}~`, lt: `${CHANGE}${table}~\xFF`, reverse: true, limit: 1 });
    const [last] = await takeFrom(iterator, 1);
    const next = last === undefined ? 1 : Number(last.slice(-DIGITS)) + 1;
    return {
      next,
      underWay: new Set(),
      places: new Map(),
      waiting: new Set(),
      recent: recentChanges(next - 1),
      sinceTrim: 0,
    };
  }

  /** The places that readers of this start or of one before have reached; none: nobody has read yet. */
  async function keptPlaces(table: string): Promise<readonly number[]> {
    const start = placeKey(table, '');
    const iterator = level.values({ gte: start, lt: `${start}\xFF` });
    const values = await takeFrom(iterator, MAX_READERS);
    return values.filter((value) => typeof value === 'number');
  }

  /**
   * Forgets what is older than a day and was read by all: the clock moves by days in a moment, in which no reader was
   * behind.
   */
  async function trim(table: string, places: readonly number[]): Promise<void> {
    const horizon = now() - KEPT_MS;
    const read = places.length === 0 ? 0 : Math.min(...places);
    for (;;) {
      const range = { gte: `${CHANGE}${table}~`, lt: keyOf(table, read + 1) };
      const iterator = level.values({ ...range, limit: TRIM_BATCH });
      const values = await takeFrom(iterator, TRIM_BATCH);
      const old = values.map((value) => itemChange.parse(value)).filter((change) => change.at < horizon);
      if (old.length === 0) return;
      const operations = old.map(({ sequence }): DynaliteOperation => ({ type: 'del', key: keyOf(table, sequence) }));
      await new Promise<void>((resolve, reject) =>
        level.batch(operations, (error) => (error ? reject(error) : resolve())),
      );
      if (old.length < TRIM_BATCH) return;
    }
  }

  return {
    isFollowed: (table) => followed.size > 0 && followed.has(table),
    async follow(table, readerId, start) {
      const one = followed.get(table) ?? (await open(table));
      if (!followed.has(table)) await trim(table, await keptPlaces(table));
      const kept = level.getSync(placeKey(table, readerId));
      const place = typeof kept === 'number' ? kept : start === 'LATEST' ? one.next - 1 : 0;
      // Changes that were removed because of their age must not give their numbers to others.
      one.next = Math.max(one.next, place + 1);
      one.places.set(readerId, place);
      followed.set(table, one);
      if (kept === undefined) await level.put(placeKey(table, readerId), place);
    },
    append(changes) {
      const operations: DynaliteOperation[] = [];
      const given: { readonly one: Followed; readonly table: string; readonly change: ItemChange }[] = [];
      for (const { table, existing, item } of changes) {
        const name = existing === undefined ? 'INSERT' : item === undefined ? 'REMOVE' : 'MODIFY';
        // DynamoDB writes no record of a change that changes nothing.
        if ((item === undefined && existing === undefined) || isSameItem(existing, item)) continue;
        const one = known(table.TableName);
        const sequence = one.next;
        one.next += 1;
        one.underWay.add(sequence);
        const value: ItemChange = {
          sequence,
          name,
          at: now(),
          keys: keysOf(item ?? existing ?? {}, table),
          ...(existing === undefined ? {} : { oldImage: existing }),
          ...(item === undefined ? {} : { newImage: item }),
        };
        given.push({ one, table: table.TableName, change: value });
        operations.push({ type: 'put', key: keyOf(table.TableName, sequence), value });
      }
      return {
        operations,
        settled(isWritten) {
          for (const { one, table, change } of given) {
            one.underWay.delete(change.sequence);
            if (isWritten) one.recent.keep(change);
            for (const wake of one.waiting) wake();
            one.sinceTrim += 1;
            if (one.sinceTrim < TRIM_EVERY) continue;
            one.sinceTrim = 0;
            // What is not removed now is removed the next time.
            void trim(table, [...one.places.values()]).catch(() => undefined);
          }
        },
      };
    },
    async read(table, readerId, max, after) {
      const one = known(table);
      const place = after ?? one.places.get(readerId) ?? 0;
      const end = endOf(one);
      if (place + 1 >= end) return [];
      const recent = one.recent.read(place, end, max);
      if (recent !== undefined) return recent;
      const iterator = level.values({ gt: keyOf(table, place), lt: keyOf(table, end), limit: max });
      const values = await takeFrom(iterator, max);
      return values.map((value) => itemChange.parse(value));
    },
    more(table, readerId, signal, after) {
      const one = known(table);
      if ((after ?? one.places.get(readerId) ?? 0) + 1 < endOf(one)) return Promise.resolve();
      return new Promise((resolve) => {
        const done = (): void => {
          one.waiting.delete(done);
          signal.removeEventListener('abort', done);
          resolve();
        };
        if (signal.aborted) return resolve();
        one.waiting.add(done);
        signal.addEventListener('abort', done, { once: true });
      });
    },
    async advance(table, readerId, sequence) {
      known(table).places.set(readerId, sequence);
      await level.put(placeKey(table, readerId), sequence);
    },
  };
}

/** The first sequence number that may not be read yet. */
function endOf({ next, underWay }: Followed): number {
  let end = next;
  for (const sequence of underWay) end = Math.min(end, sequence);
  return end;
}

function keysOf(item: DynaliteItem, table: DynaliteTable): Record<string, unknown> {
  return Object.fromEntries(table.KeySchema.map(({ AttributeName: name }) => [name, item[name]]));
}

/** The same attributes, however they are ordered; the members of a set have no order either. */
function isSameItem(left: DynaliteItem | undefined, right: DynaliteItem | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  // Most writes change something, and are known by the first attribute that differs.
  return names.every(
    (name) =>
      isDeepStrictEqual(left[name], right[name]) ||
      isDeepStrictEqual(withOrderedSets(left[name]), withOrderedSets(right[name])),
  );
}

function withOrderedSets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withOrderedSets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, content]: [string, unknown]) =>
      ['SS', 'NS', 'BS'].includes(name) && Array.isArray(content) && content.every((one) => typeof one === 'string')
        ? [name, content.toSorted()]
        : [name, withOrderedSets(content)],
    ),
  );
}

async function takeFrom<T>(iterator: DynaliteIterator<T>, size: number): Promise<readonly T[]> {
  try {
    return await iterator.nextv(size);
  } finally {
    await iterator.close();
  }
}
