import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { isTableWhole } from './table-file.ts';

const markSchema = z.record(z.string(), z.string());

/** LevelDB leaves files alone whose names it does not know. */
const markFile = (folder: string): string => join(folder, 'WHOLE');

/** LevelDB never changes a table: a file is the one that was read unless one of these differs. Nobody can set `ctime`. */
function stampOf(file: string): string {
  const { size, mtimeNs, ctimeNs, ino } = statSync(file, { bigint: true });
  return [size, mtimeNs, ctimeNs, ino].join(' ');
}

function readMark(folder: string): ReadonlyMap<string, string> {
  try {
    const parsed = markSchema.safeParse(JSON.parse(readFileSync(markFile(folder), 'utf8')));
    return new Map(parsed.success ? Object.entries(parsed.data) : []);
  } catch {
    // There is none, or none that can be read: every table is read again.
    return new Map();
  }
}

/** In one step, and on the disk before it counts: half of a mark would speak of files that it does not know. */
function writeMark(folder: string, mark: ReadonlyMap<string, string>): void {
  const draft = `${markFile(folder)}.${process.pid}`;
  try {
    const file = openSync(draft, 'w');
    try {
      writeSync(file, JSON.stringify(Object.fromEntries(mark)));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, markFile(folder));
  } catch {
    // A full disk: the next start reads more than it needed to.
    rmSync(draft, { force: true });
  }
}

/** Tables as they were looked at: those that are not whole, and those that there was no time for. */
export interface LookedAtTables {
  readonly damaged: readonly string[];
  readonly unread: readonly string[];
}

/**
 * Reads those of a store's tables that were not read since they were written, and marks the ones that are whole, so that
 * each is read once. What is written afterwards are other tables.
 *
 * @param forMs milliseconds after which no further table is begun
 */
export function lookAtTables(folder: string, tables: readonly string[], forMs = Infinity): LookedAtTables {
  const known = readMark(folder);
  const mark = new Map<string, string>();
  const damaged: string[] = [];
  const unread: string[] = [];
  const until = performance.now() + forMs;
  for (const table of tables) {
    const file = join(folder, table);
    // Taken before the file is read: whoever changes it meanwhile is noticed the next time.
    const stamp = stampOf(file);
    if (known.get(table) === stamp) mark.set(table, stamp);
    else if (performance.now() > until) unread.push(table);
    else if (isTableWhole(readFileSync(file))) mark.set(table, stamp);
    else damaged.push(table);
  }
  const isKnown = mark.size === known.size && [...mark].every(([table, stamp]) => known.get(table) === stamp);
  if (!isKnown) writeMark(folder, mark);
  return { damaged, unread };
}
