import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readLogRecords } from './log-records.ts';
import { readManifest } from './read-manifest.ts';
import type { StoreNote } from './store-note.ts';
import { lookAtTables } from './whole-tables.ts';

/**
 * What of a LevelDB is not as it was written, as sentences. LevelDB itself checks no table, leaves out what it cannot read of
 * its log, and makes an empty database where `CURRENT` is missing, all without a word. Tables that were found whole before,
 * and are the same files, are not read again.
 */
export function findDamage(folder: string, note: StoreNote | undefined): readonly string[] {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  if (!files.some((file) => /^(?:MANIFEST-\d+|\d+\.(?:log|ldb|sst))$/.test(file))) return [];
  if (!files.includes('CURRENT')) return ['CURRENT is missing.'];
  const current = readFileSync(join(folder, 'CURRENT'), 'utf8');
  const name = /^(MANIFEST-\d+)\n$/.exec(current)?.[1];
  if (name === undefined) return ['CURRENT does not name a manifest.'];
  if (!files.includes(name)) return [`CURRENT names ${name}, which is missing.`];
  const manifest = readManifest(readFileSync(join(folder, name)));
  if (manifest === undefined) return [`${name} cannot be read.`];
  if (note?.manifest?.file === name && manifest.wholeUntil < note.manifest.wholeUntil)
    return [`${name} ends at byte ${manifest.wholeUntil}, and was written beyond byte ${note.manifest.wholeUntil}.`];

  const damage: string[] = [];
  const tables: string[] = [];
  for (const [number, size] of manifest.tables) {
    const file = tableFile(files, number);
    if (file === undefined) {
      damage.push(`${number}.ldb is missing.`);
      continue;
    }
    const bytes = statSync(join(folder, file)).size;
    if (bytes === size) tables.push(file);
    else damage.push(`${file} has ${bytes} bytes instead of ${size}.`);
  }
  for (const file of lookAtTables(folder, tables).damaged) damage.push(`${file} has parts whose checksum is wrong.`);
  const logs = files.filter((file) => file.endsWith('.log') && Number.parseInt(file, 10) >= manifest.firstLog);
  for (const file of logs) damage.push(...logDamage(folder, file, note));
  if (
    note !== undefined &&
    Number.parseInt(note.log, 10) >= manifest.firstLog &&
    logs.every((file) => isOlder(file, note))
  )
    damage.push(`${note.log} is missing.`);
  return damage;
}

function tableFile(files: readonly string[], number: number): string | undefined {
  return files.find((candidate) => /\.(?:ldb|sst)$/.test(candidate) && Number.parseInt(candidate, 10) === number);
}

/** Reads the tables of a store that was just closed and that nobody has read, so that the next start need not. */
export function lookAtNewTables(folder: string, forMs: number): void {
  try {
    const files = readdirSync(folder);
    const name = readFileSync(join(folder, 'CURRENT'), 'utf8').trim();
    const manifest = readManifest(readFileSync(join(folder, name)));
    const tables = [...(manifest?.tables.keys() ?? [])].flatMap((number) => tableFile(files, number) ?? []);
    lookAtTables(folder, tables, forMs);
  } catch {
    // The next start looks at everything, and says what is wrong.
  }
}

function isOlder(file: string, note: StoreNote): boolean {
  return Number.parseInt(file, 10) < Number.parseInt(note.log, 10);
}

function logDamage(folder: string, file: string, note: StoreNote | undefined): string[] {
  const { damagedAt, wholeUntil } = readLogRecords(readFileSync(join(folder, file)));
  if (damagedAt.length > 0)
    return [
      `${file} cannot be read in ${damagedAt.length} place${damagedAt.length === 1 ? '' : 's'}, first at byte ${damagedAt[0]}.`,
    ];
  if (note?.log === file && wholeUntil < note.wholeUntil)
    return [`${file} ends at byte ${wholeUntil}, and was written beyond byte ${note.wholeUntil}.`];
  return [];
}
