import { createWriteStream, type WriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import type { BadRow } from '../../import-reader/row.ts';
import { REJECTIONS_HEADER, rejectionLine } from '../import/write-rejections.ts';

const KEPT = 50;

/** Rows that were not taken, on their way into a file for a spreadsheet; there is no file when there are none. */
export class RejectedRows {
  #stream: WriteStream | undefined;
  #failure: Error | undefined;
  count = 0;
  readonly first: BadRow[] = [];

  constructor(readonly file: string) {}

  add(row: BadRow): void {
    this.count += 1;
    if (this.first.length < KEPT) this.first.push(row);
    this.#stream ??= this.#open();
    this.#stream.write(rejectionLine(row));
  }

  #open(): WriteStream {
    const stream = createWriteStream(this.file);
    stream.on('error', (error) => (this.#failure = error));
    stream.write(REJECTIONS_HEADER);
    return stream;
  }

  /** Ends the file; removes what an earlier run left when this one rejected nothing. */
  async close(): Promise<void> {
    if (this.#stream === undefined) return rm(this.file, { force: true });
    if (this.#failure !== undefined) throw this.#failure;
    this.#stream.end();
    await finished(this.#stream);
  }
}
