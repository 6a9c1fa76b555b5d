import { readFileSync, writeFileSync } from 'node:fs';
import type * as z from 'zod';

/**
 * How far a log was written, kept beside it. A log that ends too early looks as if its writer had been killed in the middle
 * of its last record; only the note tells that more was there.
 */
export interface WrittenNote {
  /** The log grew; the note follows within a second. Costs a comparison for each write. */
  changed(): void;
  /** Brings the note up to date at once. */
  save(): void;
  /** Saves, and does nothing afterwards. */
  close(): void;
}

const EVERY_MS = 1000;

/** Keeps a note at most once a second. `measure` says what to note; undefined: nothing. */
export function keepWrittenNote(file: string, measure: () => object | undefined): WrittenNote {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const save = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (closed) return;
    try {
      const note = measure();
      if (note !== undefined) writeFileSync(file, JSON.stringify(note));
    } catch {
      // A full disk, or a log that was just replaced: an older note promises less, and stays true.
    }
  };
  return {
    changed() {
      timer ??= closed ? undefined : setTimeout(save, EVERY_MS).unref();
    },
    save,
    close() {
      save();
      closed = true;
    },
  };
}

/** Reads a note; undefined when there is none, or none that can be read. */
export function readWrittenNote<T>(file: string, schema: z.ZodType<T>): T | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
