import type { ClientError } from './client-error.ts';
import { retryDelayMs, SYSTEM_TIMERS, type Timers } from './timers.ts';

type Answered<Data> = { readonly data: Data | null; readonly errors: readonly ClientError[] };

/** Whether nothing but the network stood in the way of an answer. */
export function isAway({ data, errors }: Answered<unknown>): boolean {
  return data === null && errors.length > 0 && errors.every(({ code }) => code === 'NETWORK');
}

/**
 * Asks for something that is safe to ask for again, and again for as long as the network is away; each answer is told, those
 * that say so too. Returns what ends it: nothing is told any more.
 */
export function askWhileAway<Data>(
  ask: () => Promise<Answered<Data>>,
  told: (answer: Answered<Data>) => void,
  timers: Timers = SYSTEM_TIMERS,
): () => void {
  let isWanted = true;
  let failures = 0;
  let cancel = (): void => undefined;
  const once = async (): Promise<void> => {
    const answer = await ask();
    if (!isWanted) return;
    told(answer);
    if (!isAway(answer)) return;
    failures += 1;
    cancel = timers.after(retryDelayMs(failures), () => void once());
  };
  void once();
  return () => {
    isWanted = false;
    cancel();
  };
}
