import type { Clock } from '../../ports.ts';
import type { RateStore } from '../model/ports.ts';

/** A rate that all workers keep together: of a job, or of a channel over all jobs. */
export type RateLimit = { readonly key: string; readonly messagesPerSecond: number };

/** Keeps configured rates, over all workers of the system. */
export type Limiter = {
  /** The most messages that one call may carry: a twentieth of a second's, so that no second holds more than its share. */
  readonly maxCall: number;
  /** Waits for the turn of `count` messages; false when that is after `deadline`. */
  readonly acquire: (count: number, deadline: number) => Promise<boolean>;
};

/**
 * Calls are spaced a little wider than the rate asks for: a call that leaves late must not fall into one second with
 * twenty others. It costs 5 % of the rate.
 */
const SLACK = 1.05;
const CALLS_PER_SECOND = 20;

/** A limiter for some limits; without any it never waits. */
export function createLimiter(deps: { rates: RateStore; clock: Clock }, limits: readonly RateLimit[]): Limiter {
  const lowest = Math.min(...limits.map(({ messagesPerSecond }) => messagesPerSecond));
  return {
    maxCall: Math.max(1, Math.floor(lowest / CALLS_PER_SECOND)),
    acquire: async (count, deadline) => {
      let start = 0;
      for (const { key, messagesPerSecond } of limits) {
        const durationMs = ((count * 1_000) / messagesPerSecond) * SLACK;
        const now = deps.clock.now();
        const moment = await deps.rates.take(key, { durationMs, now, latest: Math.max(now, deadline) });
        if (moment === null) return false;
        start = Math.max(start, moment);
      }
      const wait = start - deps.clock.now();
      if (wait > 0) await deps.clock.sleep(wait);
      return true;
    },
  };
}
