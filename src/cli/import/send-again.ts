import { setTimeout } from 'node:timers/promises';
import { RefusedError } from '../graphql-session.ts';

const MAX_TRIES = 6;
const FIRST_WAIT_MS = 500;

/** Refusals that say that nothing was wrong with the call: the backend was busy, or broke. */
const PASSING = [
  'INTERNAL',
  'ERROR',
  'ExecutionTimeout',
  'Lambda:ExecutionTimeoutException',
  'TooManyRequestsException',
];

/** Runs an idempotent call again when the network or the backend failed, not when it was refused for what it says. */
export async function sendAgain<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (attempt === MAX_TRIES || (error instanceof RefusedError && !PASSING.includes(error.code))) throw error;
      await setTimeout(FIRST_WAIT_MS * 2 ** (attempt - 1));
    }
  }
}
