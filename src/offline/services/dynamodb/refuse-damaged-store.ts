import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import db from 'dynalite/db/index.js';
import { StateDamagedError } from '../state-damaged.ts';
import { findDamage } from './leveldb/find-damage.ts';
import { readStoreNote } from './leveldb/store-note.ts';

/** Looks at the tables' files before anything is done with them: opening a damaged LevelDB removes what it cannot read. */
export async function refuseDamagedStore(folder: string): Promise<void> {
  const note = readStoreNote(folder);
  const damage = findDamage(folder, note);
  if (damage.length === 0) return;
  const found = await countReadable(folder);
  const lost = Object.entries(note?.items ?? {})
    .filter(([table, count]) => found !== undefined && (found.get(table) ?? 0) < count)
    .map(([table, count]) => `${table}: ${found?.get(table) ?? 0} of ${count} items can be read.`);
  throw new StateDamagedError(
    folder,
    [...damage, ...(found === undefined ? ['None of the tables can be read.'] : lost)].join(' '),
    'Put the folder back from a copy',
  );
}

/** What LevelDB itself calls corrupt; anything else (a lock, a full disk) stays what it is. */
export function refuseUnopened(folder: string | undefined, error: unknown): never {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const isCorrupt =
    cause instanceof Error && /corrupt/i.test(`${'code' in cause ? String(cause.code) : ''} ${cause.message}`);
  if (folder === undefined || !isCorrupt) throw error;
  throw new StateDamagedError(folder, `LevelDB cannot open it (${cause.message}).`, 'Put the folder back from a copy');
}

const READ_BATCH = 1000;

/** How many items of each table a copy still yields; undefined when it cannot be opened. */
async function countReadable(folder: string): Promise<ReadonlyMap<string, number> | undefined> {
  const copy = mkdtempSync(join(tmpdir(), 'damaged-'));
  try {
    cpSync(folder, copy, { recursive: true });
    const level = db.create({ path: copy }).db;
    await level.open({ createIfMissing: false });
    const counts = new Map<string, number>();
    const keys = level.keys({ gte: 'item-', lt: 'item.' });
    try {
      for (let batch = await keys.nextv(READ_BATCH); batch.length > 0; batch = await keys.nextv(READ_BATCH)) {
        for (const key of batch) {
          const table = key.slice('item-'.length, key.indexOf('~'));
          counts.set(table, (counts.get(table) ?? 0) + 1);
        }
      }
    } finally {
      await keys.close();
      await level.close();
    }
    return counts;
  } catch {
    return undefined;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
