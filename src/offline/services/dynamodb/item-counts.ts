/** How many items more or fewer tables have after some writes, by table. */
export type CountChanges = Map<string, number>;

export interface ItemCounts {
  of(table: string): number;
  all(): Readonly<Record<string, number>>;
  /**
   * Applies changes; what is to be written with the items. Batches that end in another order than they began leave the
   * kept count off by theirs if the process is killed at that moment.
   */
  apply(changes: CountChanges): readonly DynaliteOperation[];
  /** The table is gone. */
  forget(table: string): DynaliteOperation;
}

const COUNT = 'count~';
const TABLE = 'table~';
const READ_BATCH = 1_000;

/**
 * Counts the items of every table as they are written. Applications size parallel scans by the count that DescribeTable
 * gives (AWS refreshes it every six hours), and dynalite's is always 0. Tables of older data folders are counted once.
 */
export async function openItemCounts(level: DynaliteLevel): Promise<ItemCounts> {
  const counts = new Map<string, number>();
  const tables: string[] = [];
  await eachKey(level, TABLE, (keys) => tables.push(...keys.map((key) => key.slice(TABLE.length))));
  for (const table of tables) {
    const kept = level.getSync(COUNT + table);
    if (typeof kept === 'number') {
      counts.set(table, kept);
      continue;
    }
    let count = 0;
    await eachKey(level, `item-${table}~`, (keys) => (count += keys.length));
    await level.put(COUNT + table, count);
    counts.set(table, count);
  }
  return {
    of: (table) => counts.get(table) ?? 0,
    all: () => Object.fromEntries(counts),
    apply: (changes) => {
      const operations: DynaliteOperation[] = [];
      for (const [table, change] of changes) {
        if (change === 0) continue;
        const value = (counts.get(table) ?? 0) + change;
        counts.set(table, value);
        operations.push({ type: 'put', key: COUNT + table, value });
      }
      changes.clear();
      return operations;
    },
    forget: (table) => {
      counts.delete(table);
      return { type: 'del', key: COUNT + table };
    },
  };
}

async function eachKey(level: DynaliteLevel, prefix: string, see: (keys: string[]) => void): Promise<void> {
  const iterator = level.keys({ gte: prefix, lt: `${prefix}\xFF` });
  try {
    for (let keys = await iterator.nextv(READ_BATCH); keys.length > 0; keys = await iterator.nextv(READ_BATCH))
      see(keys);
  } finally {
    await iterator.close();
  }
}
