import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const READ_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * An append-only file of JSON lines. An appended line has reached the operating system when `append` returns, so it
 * survives a killed process. A torn last line (the process died while writing it) is cut off when the file is opened.
 */
export interface Journal {
  append(entries: readonly unknown[]): void;
  /** Size in bytes: where the next entry will start. */
  readonly size: number;
  /** Bytes of the file, as text. */
  read(start: number, end: number): string;
  /** Replaces the content with these entries, atomically: what a compaction does. */
  rewrite(entries: Iterable<unknown>): void;
  readonly lines: number;
  close(): void;
}

/** Opens or creates a journal and hands every entry in it to `replay`, in order. */
export function openJournal(file: string, replay: (entry: unknown, start: number) => void): Journal {
  mkdirSync(dirname(file), { recursive: true });
  let fd = openSync(file, 'a+');
  let { lines, size } = replayAndRepair(fd, file, replay);
  let closed = false;
  const write = (target: number, entries: Iterable<unknown>): void => {
    let text = '';
    for (const entry of entries) {
      text += `${JSON.stringify(entry)}\n`;
      lines += 1;
      if (text.length > READ_BYTES) {
        size += writeAll(target, text);
        text = '';
      }
    }
    if (text !== '') size += writeAll(target, text);
  };
  return {
    append(entries) {
      if (closed) throw new Error(`The journal ${file} is closed.`);
      write(fd, entries);
    },
    rewrite(entries) {
      if (closed) throw new Error(`The journal ${file} is closed.`);
      const temporary = `${file}.new`;
      const next = openSync(temporary, 'w');
      lines = 0;
      size = 0;
      write(next, entries);
      fsyncSync(next);
      closeSync(next);
      renameSync(temporary, file);
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
      return bytes.toString('utf8', 0, count);
    },
    close() {
      if (closed) return;
      closed = true;
      closeSync(fd);
    },
  };
}

function writeAll(fd: number, text: string): number {
  const bytes = Buffer.from(text, 'utf8');
  let written = 0;
  while (written < bytes.length) written += writeSync(fd, bytes, written);
  return written;
}

/** A journal line in the middle that is not JSON: the file was edited or the disk is damaged. Guessing would lose data silently. */
export class JournalDamagedError extends Error {
  override readonly name = 'JournalDamagedError';
  readonly code = 'JOURNAL_DAMAGED';
  constructor(
    readonly file: string,
    readonly line: number,
  ) {
    super(
      `Line ${line} of ${file} is not valid JSON. Restore the file, or start with --fresh to remove the local data.`,
    );
  }
}

function replayAndRepair(
  fd: number,
  file: string,
  replay: (entry: unknown, start: number) => void,
): { lines: number; size: number } {
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  let rest: Buffer<ArrayBufferLike> = Buffer.alloc(0);
  let position = 0;
  let lines = 0;
  for (;;) {
    const count = readSync(fd, buffer, 0, READ_BYTES, position);
    if (count === 0) break;
    const chunkStart = position - rest.length;
    const chunk = Buffer.concat([rest, buffer.subarray(0, count)]);
    position += count;
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE, start); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      lines += 1;
      replay(parse(chunk.toString('utf8', start, end), file, lines), chunkStart + start);
      start = end + 1;
    }
    rest = chunk.subarray(start);
  }
  if (rest.length > 0) ftruncateSync(fd, position - rest.length);
  return { lines, size: position - rest.length };
}

function parse(text: string, file: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new JournalDamagedError(file, line);
  }
}
