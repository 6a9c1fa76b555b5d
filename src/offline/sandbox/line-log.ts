import { createWriteStream } from 'node:fs';

export interface LineLog {
  write(line: string): void;
  close(): Promise<void>;
}

/** Appends lines to a file; what functions print must not disturb the terminal. */
export function openLineLog(file: string, now: () => number): LineLog {
  const stream = createWriteStream(file, { flags: 'a' });
  let isClosed = false;
  return {
    write: (line) => {
      // A worker's last output may arrive after the end.
      if (!isClosed) stream.write(`${new Date(now()).toISOString()} ${line}\n`);
    },
    close: () => {
      isClosed = true;
      return new Promise((done) => stream.end(done));
    },
  };
}
