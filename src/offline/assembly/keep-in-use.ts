import { utimes } from 'node:fs/promises';
import { newestFirst } from './newest-first.ts';

const SAID_EVERY_MS = 60_000;
/** Whoever uses a folder says so every minute; two may be missed, as after a sleep. */
const IN_USE_MS = 3 * SAID_EVERY_MS;

/**
 * Says of a folder that it is in use until the answer is called: whoever makes newer ones leaves it alone. Said by the
 * folder's time, which ends by itself when this process is killed.
 */
export function keepInUse(folder: string): () => void {
  const say = (): void => {
    const now = new Date();
    // Somebody may have removed it by hand, or it may be somebody else's.
    utimes(folder, now, now).catch(() => undefined);
  };
  say();
  const timer = setInterval(say, SAID_EVERY_MS).unref();
  return () => clearInterval(timer);
}

/** Entries of a folder that nobody needs any more: all but those that were used last, so many, and those in use. */
export async function outOfUse(folder: string, names: readonly string[], kept: number): Promise<readonly string[]> {
  const old = (await newestFirst(folder, names)).slice(kept);
  return old.filter(({ usedAt }) => usedAt < Date.now() - IN_USE_MS).map(({ name }) => name);
}
