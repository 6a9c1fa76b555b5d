import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { keepWrittenNote, readWrittenNote, type WrittenNote } from '../../written-note.ts';
import { BLOCK_BYTES, FIRST, FULL, HEADER_BYTES } from './log-records.ts';

const noteSchema = z.object({
  /** The log that was written to. */
  log: z.string(),
  /** Its last record begins behind this byte: what comes before it was written completely. */
  wholeUntil: z.number(),
  /** The list of the tables, which is a log as well. */
  manifest: z.object({ file: z.string(), wholeUntil: z.number() }).optional(),
  /** How many items each table had. */
  items: z.record(z.string(), z.number()),
});

export type StoreNote = z.infer<typeof noteSchema>;

/** LevelDB leaves files alone whose names it does not know. */
const noteFile = (folder: string): string => join(folder, 'WRITTEN');

/** The note of a store; undefined for stores of before there were notes. */
export function readStoreNote(folder: string): StoreNote | undefined {
  return readWrittenNote(noteFile(folder), noteSchema);
}

/** Notes how far the log of a store was written, and what was in the store. */
export function keepStoreNote(folder: string, items: () => Readonly<Record<string, number>>): WrittenNote {
  return keepWrittenNote(noteFile(folder), (): StoreNote | undefined => {
    const files = readdirSync(folder);
    const log = newest(files, /^(\d+)\.log$/);
    if (log === undefined) return undefined;
    const manifest = newest(files, /^MANIFEST-(\d+)$/);
    const wholeUntil = (file: string): number => lastRecordAt(join(folder, file));
    return {
      log,
      wholeUntil: wholeUntil(log),
      ...(manifest === undefined ? {} : { manifest: { file: manifest, wholeUntil: wholeUntil(manifest) } }),
      items: items(),
    };
  });
}

function newest(files: readonly string[], pattern: RegExp): string | undefined {
  const numberOf = (file: string): number => Number(pattern.exec(file)?.[1] ?? -1);
  return files
    .filter((file) => pattern.test(file))
    .sort((a, b) => numberOf(a) - numberOf(b))
    .at(-1);
}

/** Where the last record begins. Found from the end: a log has megabytes, and its last records are in its last blocks. */
function lastRecordAt(file: string): number {
  const fd = openSync(file, 'r');
  try {
    const { size } = fstatSync(fd);
    const block = Buffer.alloc(BLOCK_BYTES);
    for (let start = Math.floor(Math.max(0, size - 1) / BLOCK_BYTES) * BLOCK_BYTES; start >= 0; start -= BLOCK_BYTES) {
      const count = readSync(fd, block, 0, BLOCK_BYTES, start);
      let found: number | undefined;
      for (let at = 0; at + HEADER_BYTES <= count; at += HEADER_BYTES + block.readUInt16LE(at + 4)) {
        const type = block[at + 6];
        if (type === FULL || type === FIRST) found = at;
      }
      // Less than a header may be left empty at the end of the block before.
      if (found !== undefined) return Math.max(0, start + found - HEADER_BYTES + 1);
    }
    return 0;
  } finally {
    closeSync(fd);
  }
}
