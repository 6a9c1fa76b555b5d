import { createWriteStream } from 'node:fs';

export interface LineLog {
  write(line: string): void;
  close(): Promise<void>;
}

/** Appends lines to a file; what functions print must not disturb the terminal. `onFailure` is told once that it cannot. */
export function openLineLog(file: string, now: () => number, onFailure: (line: string) => void): LineLog {
  const stream = createWriteStream(file, { flags: 'a' });
  let isClosed = false;
  // Without a listener a full disk would end the process.
  stream.on('error', (error) => {
    isClosed = true;
    onFailure(`${file} cannot be written, and lacks what comes from now on: ${error.message}`);
  });
  return {
    write: (line) => {
      // A worker's last output may arrive after the end.
      if (!isClosed) stream.write(`${new Date(now()).toISOString()} ${line}\n`);
    },
    close: () => {
      isClosed = true;
      return stream.destroyed ? Promise.resolve() : new Promise((done) => stream.end(() => done()));
    },
  };
}
