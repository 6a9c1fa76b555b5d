import type { Clock } from './ports.ts';

/**
 * How long a worker may rely on its last look at a customer's consent: from before the read to just before the
 * provider is called, on the worker's own clock. Whoever erases a customer, opts them out or records a withdrawal waits
 * as long after the write: no call that still saw the old state begins after the answer.
 */
export const LOOK_VALID_MS = 1_000;

/** Timers may fire a moment early, and no two clocks run equally fast. */
const MARGIN_MS = 50;

/** Waits until every worker that looked before now has called, or has to look again. */
export function waitOutLooks(clock: Pick<Clock, 'sleep'>): Promise<void> {
  return clock.sleep(LOOK_VALID_MS + MARGIN_MS);
}
