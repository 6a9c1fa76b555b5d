import { rmSync } from 'node:fs';

const LOOK_EVERY_MS = 500;
/** What a shell answers for a process that was interrupted or asked to end. */
const CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

const folders = new Set<string>();

/** A folder to be removed when this process ends, by itself or because it was told to. */
export function removeAtEnd(folder: string): void {
  folders.add(folder);
}

/**
 * Lets a bench end when it is told to, and when whoever started it is gone: `npm run` and the loader stand between it
 * and the shell, and a killed one tells nobody. What it started ends with it.
 */
export function endWithParent(): void {
  process.once('exit', () => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  for (const [signal, code] of Object.entries(CODES)) process.once(signal, () => process.exit(code));
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(CODES.SIGHUP);
  }, LOOK_EVERY_MS).unref();
}
