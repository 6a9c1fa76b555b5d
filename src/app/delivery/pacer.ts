import type { Clock } from '../ports.ts';

/**
 * Yields to a provider that asks for less, and comes back quickly: additive increase, multiplicative decrease around
 * the rate at which the provider was last seen to take messages.
 */
export type Pacer = {
  /** Waits for the turn of `count` messages, first come first served; false when that is after `deadline`. */
  readonly acquire: (count: number, deadline: number) => Promise<boolean>;
  readonly onThrottled: () => void;
  readonly onTaken: (count: number) => void;
};

/** A refused call says that the present rate is too high; a provider that takes nothing is asked less and less often. */
const CUT = 0.9;
const CUT_WHEN_NOTHING_PASSES = 0.5;
/** One burst of refusals is one signal. */
const CUT_EVERY_MS = 250;
/** A provider that refuses everything is still asked this often, so that the end of a burst is noticed at once. */
const MAX_GAP_MS = 250;
const FLOOR = 100;
/** Below the known good rate each message taken raises the rate by this factor, above it by this share per second. */
const RECOVER = 1.5;
const PROBE_PER_SECOND = 0.1;
const WINDOW_MS = 1_000;
/** Waiting lanes look again this often: the rate may have risen. */
const LOOK_EVERY_MS = 50;
/** From here on the rate limits nothing. */
const UNLIMITED = 1_000_000;

/** Keeps the pace of one shard. Without refusals it never waits. */
export function createPacer(clock: Clock): Pacer {
  let rate = Number.POSITIVE_INFINITY;
  let knownGood = Number.POSITIVE_INFINITY;
  let last = { at: Number.NEGATIVE_INFINITY, count: 0 };
  let lastCutAt = Number.NEGATIVE_INFINITY;
  let lastTakenAt = Number.NEGATIVE_INFINITY;
  let hasTakenSinceCut = false;
  let taken: { at: number; count: number }[] = [];
  let tail = Promise.resolve();

  const measured = (now: number): number => {
    taken = taken.filter(({ at }) => at <= now && now - at < WINDOW_MS);
    const sum = taken.reduce((total, { count }) => total + count, 0);
    const since = taken[0] === undefined ? WINDOW_MS : Math.max(100, now - taken[0].at);
    return (sum / since) * 1_000;
  };

  const awaitTurn = async (count: number, deadline: number): Promise<boolean> => {
    for (;;) {
      const now = clock.now();
      const gap = Number.isFinite(rate) ? Math.min(MAX_GAP_MS, (last.count / rate) * 1_000) : 0;
      const wait = last.at + gap - now;
      // A clock that was set back must not make anybody wait.
      if (wait <= 0 || wait > MAX_GAP_MS) break;
      if (now + wait > deadline) return false;
      await clock.sleep(Math.min(wait, LOOK_EVERY_MS));
    }
    last = { at: clock.now(), count };
    return true;
  };

  return {
    acquire: (count, deadline) => {
      if (!Number.isFinite(rate)) {
        last = { at: clock.now(), count };
        return Promise.resolve(true);
      }
      const turn = tail.then(() => awaitTurn(count, deadline));
      tail = turn.then(
        () => undefined,
        () => undefined,
      );
      return turn;
    },
    onThrottled: () => {
      const now = clock.now();
      if (Math.abs(now - lastCutAt) < CUT_EVERY_MS) return;
      lastCutAt = now;
      if (hasTakenSinceCut || !Number.isFinite(rate)) {
        knownGood = Math.max(FLOOR, Math.min(knownGood, measured(now)));
        rate = Math.max(FLOOR, knownGood * CUT);
      } else {
        rate = Math.max(FLOOR, rate * CUT_WHEN_NOTHING_PASSES);
      }
      hasTakenSinceCut = false;
    },
    onTaken: (count) => {
      const now = clock.now();
      taken.push({ at: now, count });
      if (taken.length > 4_000) taken = taken.slice(-2_000);
      hasTakenSinceCut = true;
      const seconds = Math.min(1, Math.max(0, (now - lastTakenAt) / 1_000));
      lastTakenAt = now;
      if (!Number.isFinite(rate)) return;
      if (rate < knownGood) rate = Math.min(knownGood, rate * RECOVER);
      else {
        rate += knownGood * PROBE_PER_SECOND * seconds;
        knownGood = rate;
      }
      if (rate > UNLIMITED) rate = Number.POSITIVE_INFINITY;
    },
  };
}
