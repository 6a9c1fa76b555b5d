import type { Clock } from '../../ports.ts';

const MAX_TRIES = 6;
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 2_000;

/**
 * Makes a write of which one must know whether it was made. A store that fails may have written all the same: the write
 * is repeated, and stores recognise one that they have made. Throws when the store still fails after some seconds.
 */
export async function writeSurely<T>(clock: Pick<Clock, 'sleep'>, write: () => Promise<T>): Promise<T> {
  let wait = FIRST_WAIT_MS;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      if (attempt === MAX_TRIES) throw error;
      await clock.sleep(wait);
      wait = Math.min(LONGEST_WAIT_MS, wait * 4);
    }
  }
}
