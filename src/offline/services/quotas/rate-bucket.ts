import type { Clock } from '../../clock.ts';

export interface RateBucket {
  /** Takes so many at this rate, or nothing when there are not as many; one that is larger than the bucket needs all of it. */
  take(amount: number, perSecond: number): boolean;
}

/** AWS lets short bursts pass: what was not used of the last second may be used in this one. */
const BURST_SECONDS = 2;

/** A token bucket on the sandbox's clock; it begins full. */
export function createRateBucket(clock: Clock): RateBucket {
  let used = 0;
  let at = clock.now();
  return {
    take(amount, perSecond) {
      const now = clock.now();
      used = Math.max(0, used - ((now - at) / 1000) * perSecond);
      at = now;
      const size = perSecond * BURST_SECONDS;
      const wanted = Math.min(amount, size);
      if (used + wanted > size) return false;
      used += wanted;
      return true;
    },
  };
}
