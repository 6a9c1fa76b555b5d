import type { FaultPlanInput } from '../../src/offline/services/fault-plan/document.ts';
import { createRandom } from '../simulation/random.ts';

/** When a kill comes: while the sandbox starts, while it takes over what the one before left, or while it sends. */
export type KillMoment = 'STARTING' | 'RECOVERING' | 'SENDING';

/** One kill: what it waits for first, and how long it waits from there on (milliseconds). */
export type Kill = { readonly moment: KillMoment; readonly afterMs: number };

const STARTING_SHARE = 0.1;
const RECOVERING_SHARE = 0.1;
/** A start takes some 2.5 s, and so does a recovery; these windows reach a little beyond both. */
const STARTING_WINDOW_MS = 3_000;
const RECOVERING_WINDOW_MS = 3_000;
const SENDING_WINDOW_MS = 1_200;

/**
 * A provider that takes its time before and after it accepts a call, so that most kills find calls in flight, on both sides
 * of the moment that decides: sent or not sent.
 */
export function slowProvider(seed: number): FaultPlanInput {
  return {
    seed,
    rules: [
      { kind: 'call', effect: { type: 'latency', of: 'request', ms: 0, jitterMs: 250 } },
      { kind: 'call', effect: { type: 'latency', of: 'answer', ms: 0, jitterMs: 250 } },
    ],
  };
}

/** The kills of a storm; the same seed gives the same ones. The first always finds the job sending. */
export function planKills(kills: number, seed: number): readonly Kill[] {
  const random = createRandom(seed);
  return Array.from({ length: kills }, (_, index): Kill => {
    const kind = random();
    const share = random();
    if (index > 0 && kind < STARTING_SHARE) return { moment: 'STARTING', afterMs: share * STARTING_WINDOW_MS };
    if (index > 0 && kind < STARTING_SHARE + RECOVERING_SHARE) {
      return { moment: 'RECOVERING', afterMs: share * RECOVERING_WINDOW_MS };
    }
    return { moment: 'SENDING', afterMs: share * SENDING_WINDOW_MS };
  });
}

const SLOWEST_RATE = 20;

/**
 * The campaign's rate (messages per second) at which every kill finds the job unfinished: between two kills it sends for a
 * second on average, and so gets through at most its share of the recipients.
 */
export function rateFor(recipients: number, kills: number): number {
  return Math.max(SLOWEST_RATE, Math.floor(recipients / kills));
}
