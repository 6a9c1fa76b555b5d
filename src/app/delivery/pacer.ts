import type { Clock } from '../ports.ts';

/** Keeps one shard's share of the job's rate, and yields to a provider that asks for less. */
export type Pacer = {
  /** Waits for the turn of `count` messages; false when that is after `deadline`. */
  readonly acquire: (count: number, deadline: number) => Promise<boolean>;
  /** Gives back the turns of messages that were not sent after all. */
  readonly refund: (count: number) => void;
  readonly onThrottled: () => void;
  readonly onTaken: (count: number) => void;
};

/** Messages per second below which throttling does not push a shard. */
const FLOOR = 10;
/** Additive increase: this much of the last known good rate is regained per second of undisturbed sending. */
const REGAIN_PER_SECOND = 0.1;
const CUT = 0.5;
/** One burst of refusals is one signal. */
const CUT_EVERY_MS = 500;

/** Additive increase, multiplicative decrease over a fixed upper rate (undefined: none). */
export function createPacer(clock: Clock, ceiling: number | undefined): Pacer {
  const highest = ceiling ?? Number.POSITIVE_INFINITY;
  let rate = highest;
  let nextFreeAt = Number.NEGATIVE_INFINITY;
  let lastCutAt = Number.NEGATIVE_INFINITY;
  let lastGainAt = clock.now();
  let windowStart = clock.now();
  let windowCount = 0;
  let knownGood = FLOOR;

  const costOf = (count: number): number => (Number.isFinite(rate) ? (count / rate) * 1000 : 0);

  return {
    acquire: async (count, deadline) => {
      const now = clock.now();
      const start = Math.max(now, nextFreeAt);
      if (start > deadline) return false;
      nextFreeAt = start + costOf(count);
      if (start > now) await clock.sleep(start - now);
      return true;
    },
    refund: (count) => {
      nextFreeAt -= costOf(count);
    },
    onThrottled: () => {
      const now = clock.now();
      if (now - lastCutAt < CUT_EVERY_MS) return;
      lastCutAt = now;
      lastGainAt = now;
      const measured = (windowCount / Math.max(now - windowStart, 100)) * 1000;
      knownGood = Math.max(FLOOR, Math.min(rate, Math.max(measured, FLOOR)));
      rate = Math.max(FLOOR, knownGood * CUT);
    },
    onTaken: (count) => {
      const now = clock.now();
      if (now - windowStart > 1000) {
        windowStart = now;
        windowCount = 0;
      }
      windowCount += count;
      if (rate >= highest) return;
      const gain = ((now - lastGainAt) / 1000) * REGAIN_PER_SECOND * knownGood;
      lastGainAt = now;
      rate = Math.min(highest, rate + Math.max(0, gain));
      if (rate > knownGood) knownGood = rate;
    },
  };
}
