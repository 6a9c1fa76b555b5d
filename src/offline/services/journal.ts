import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import * as z from 'zod';
import { StateDamagedError } from './state-damaged.ts';
import { keepWrittenNote, readWrittenNote } from './written-note.ts';

const READ_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * An append-only file of JSON lines, each with its checksum. An appended line has reached the operating system when `append`
 * returns, so it survives a killed process. A torn last line (the process died while writing it) is cut off when the file is
 * opened. A write that fails, on a full disk, leaves nothing behind.
 */
export interface Journal {
  /** Returns where each entry starts. */
  append(entries: readonly unknown[]): number[];
  /** Size in bytes: where the next entry will start. */
  readonly size: number;
  /** The entries that stand between two starts. */
  read(start: number, end: number): unknown[];
  /** Replaces the content with these entries, atomically: what a compaction does. */
  rewrite(entries: Iterable<unknown>): void;
  readonly lines: number;
  close(): void;
}

/** The last line may be torn when its writer is killed; everything before it was there. */
const noteSchema = z.object({ lines: z.number(), lastLineAt: z.number() });

/**
 * Opens or creates a journal and hands every entry in it to `replay`, in order.
 * @param meaning what it holds, for whoever loses it: `the messages of the outbox`
 * @throws JournalDamagedError when lines of it are not as they were written
 */
export function openJournal(
  file: string,
  replay: (entry: unknown, start: number) => void,
  meaning = 'what it holds',
): Journal {
  mkdirSync(dirname(file), { recursive: true });
  const noteFile = `${file}.note`;
  // Who removed the file wants to begin anew.
  const noted = existsSync(file) ? readWrittenNote(noteFile, noteSchema) : undefined;
  let fd = openSync(file, 'a+');
  const replayed = replayAll(fd, file, replay, meaning);
  let { lines, size, lastLineAt } = replayed;
  if (noted !== undefined && size < noted.lastLineAt) {
    closeSync(fd);
    throw new JournalDamagedError(
      file,
      `of ${noted.lines} lines at least ${noted.lines - lines - 1} are missing at its end`,
      meaning,
    );
  }
  if (replayed.tornBytes > 0) ftruncateSync(fd, size);
  const note = keepWrittenNote(noteFile, () => ({ lines, lastLineAt }));
  let closed = false;
  const write = (target: number, entries: Iterable<unknown>): number[] => {
    const starts: number[] = [];
    let text = '';
    let at = size;
    for (const entry of entries) {
      const line = toLine(entry);
      starts.push(at);
      at += Buffer.byteLength(line);
      text += line;
      if (text.length > READ_BYTES) {
        writeAll(target, text);
        text = '';
      }
    }
    if (text !== '') writeAll(target, text);
    lines += starts.length;
    size = at;
    lastLineAt = starts.at(-1) ?? lastLineAt;
    return starts;
  };
  return {
    append(entries) {
      if (closed) throw new Error(`The journal ${file} is closed.`);
      try {
        const starts = write(fd, entries);
        note.changed();
        return starts;
      } catch (error) {
        // Half of a line would make one line of this and the next.
        ftruncateSync(fd, size);
        throw error;
      }
    },
    rewrite(entries) {
      if (closed) throw new Error(`The journal ${file} is closed.`);
      const temporary = `${file}.new`;
      const next = openSync(temporary, 'w');
      const before = { lines, size, lastLineAt };
      [lines, size, lastLineAt] = [0, 0, 0];
      try {
        write(next, entries);
        fsyncSync(next);
      } catch (error) {
        ({ lines, size, lastLineAt } = before);
        throw error;
      } finally {
        closeSync(next);
      }
      // The new file may be shorter: a note of the old one would call it damaged.
      const atEnd = lastLineAt;
      lastLineAt = 0;
      note.save();
      renameSync(temporary, file);
      lastLineAt = atEnd;
      note.changed();
      closeSync(fd);
      fd = openSync(file, 'a+');
    },
    get lines() {
      return lines;
    },
    get size() {
      return size;
    },
    read(start, end) {
      const bytes = Buffer.alloc(Math.max(0, end - start));
      const count = readSync(fd, bytes, 0, bytes.length, start);
      return bytes
        .toString('utf8', 0, count)
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => fromLine(line).entry);
    },
    close() {
      if (closed) return;
      closed = true;
      note.close();
      closeSync(fd);
    },
  };
}

/** JSON has no tab of its own outside of texts, and escapes those inside. */
const SEPARATOR = '\t';

function toLine(entry: unknown): string {
  const json = JSON.stringify(entry);
  return `${json}${SEPARATOR}${checksum(json)}\n`;
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}

/** Lines of before have no checksum. */
function fromLine(line: string): { readonly isWhole: boolean; readonly entry?: unknown } {
  const at = line.lastIndexOf(SEPARATOR);
  const json = at === -1 ? line : line.slice(0, at);
  if (at !== -1 && line.slice(at + 1) !== checksum(json)) return { isWhole: false };
  try {
    return { isWhole: true, entry: JSON.parse(json) };
  } catch {
    return { isWhole: false };
  }
}

function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  let written = 0;
  while (written < bytes.length) written += writeSync(fd, bytes, written);
}

/** Lines that are not as they were written: the file was edited or the disk is damaged. Guessing would lose data silently. */
export class JournalDamagedError extends StateDamagedError {
  override readonly name = 'JournalDamagedError';
  constructor(file: string, damage: string, meaning: string) {
    super(file, `${damage} (${meaning}).`, `Put it back from a copy, or remove it to start without ${meaning}`);
  }
}

/** Whoever replays refuses lines of before there were checksums whose contents changed. */
function isTaken(replay: (entry: unknown, start: number) => void, entry: unknown, start: number): boolean {
  try {
    replay(entry, start);
    return true;
  } catch (error) {
    if (error instanceof z.ZodError) return false;
    throw error;
  }
}

interface Replayed {
  readonly lines: number;
  readonly size: number;
  readonly lastLineAt: number;
  readonly tornBytes: number;
}

function replayAll(
  fd: number,
  file: string,
  replay: (entry: unknown, start: number) => void,
  meaning: string,
): Replayed {
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  let rest: Buffer<ArrayBufferLike> = Buffer.alloc(0);
  let position = 0;
  let lines = 0;
  let lastLineAt = 0;
  const damaged: number[] = [];
  for (;;) {
    const count = readSync(fd, buffer, 0, READ_BYTES, position);
    if (count === 0) break;
    const chunkStart = position - rest.length;
    const chunk = Buffer.concat([rest, buffer.subarray(0, count)]);
    position += count;
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE, start); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      lines += 1;
      lastLineAt = chunkStart + start;
      const { isWhole, entry } = fromLine(chunk.toString('utf8', start, end));
      // With one line gone the rest is not applied any more, only looked at.
      if (!isWhole || (damaged.length === 0 && !isTaken(replay, entry, lastLineAt))) damaged.push(lines);
      start = end + 1;
    }
    rest = chunk.subarray(start);
  }
  if (damaged.length > 0) {
    closeSync(fd);
    throw new JournalDamagedError(
      file,
      `${damaged.length} of its ${lines} lines cannot be read, the first of them line ${damaged[0]}`,
      meaning,
    );
  }
  return { lines, size: position - rest.length, lastLineAt, tornBytes: rest.length };
}
