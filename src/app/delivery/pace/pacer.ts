import type { Clock } from '../../ports.ts';

/**
 * Yields to a provider that asks for less, and is back at its rate at once. A refused call costs the provider and its
 * message nothing, so the pace is kept a little above what the provider takes: it grows while calls are
 * taken, and every refusal cuts it.
 */
export type Pacer = {
  /** Waits for the turn of `count` messages, first come first served; false when that is after `deadline`. */
  readonly acquire: (count: number, deadline: number) => Promise<boolean>;
  /** A call that left at `startedAt` was refused. Refusals of calls that left before the last cut are old news. */
  readonly onThrottled: (startedAt: number) => void;
  readonly onTaken: () => void;
};

/** The pace grows by this share a second while calls are taken; the same share for all shards makes them fair. */
const GROWTH = 0.25;
const CUT = 0.8;
/** Without a refusal for this long the growth doubles, and again: the provider allows much more than is asked for. */
const CALM_MS = 500;
const MAX_GROWTH = 8;
/** This many refusals in a row say that the provider takes nothing at all just now. */
const OUTAGE = 4;
/** A provider that takes nothing is still asked this often, so that the end of a burst is noticed at once. */
const MAX_GAP_MS = 150;
/** After a burst each call taken brings the pace nearer to the one before it. */
const RETURN_AT = 0.5;
const RECOVER = 1.5;
/** Shards that ask in step would all be refused but one: each gap is up to this share longer or shorter. */
const JITTER = 0.4;
const WINDOW_MS = 1_000;
const SHORTEST_MS = 100;
/** Waiting lanes look again this often: the rate may have risen. */
const LOOK_EVERY_MS = 25;
/** From here on the rate limits nothing. */
const UNLIMITED = 1_000_000;

/** Keeps the pace of one shard. Without refusals it never waits. */
export function createPacer(clock: Clock, random: () => number): Pacer {
  let rate = Number.POSITIVE_INFINITY;
  let knownGood = Number.POSITIVE_INFINITY;
  let last = { at: Number.NEGATIVE_INFINITY, count: 0, stretch: 1 };
  let refusedInRow = 0;
  let goodBeforeRow = Number.POSITIVE_INFINITY;
  let lastCutAt = Number.NEGATIVE_INFINITY;
  let lastTakenAt = Number.NEGATIVE_INFINITY;
  let calmSince = Number.NEGATIVE_INFINITY;
  let passed: { at: number; count: number }[] = [];
  let tail = Promise.resolve();

  const pass = (at: number, count: number): void => {
    last = { at, count, stretch: 1 + JITTER * (2 * random() - 1) };
  };

  /** The pace of one call in the longest gap: a rate below it would be none that anybody keeps. */
  const floor = (): number => Math.max(1, (last.count * 1_000) / MAX_GAP_MS);

  /** How fast calls left lately: more than the provider takes, and a start to come down from. */
  const asked = (now: number): number => {
    const recent = passed.filter(({ at }) => at <= now && now - at < WINDOW_MS);
    const sum = recent.reduce((total, { count }) => total + count, 0);
    const since = recent[0] === undefined ? WINDOW_MS : Math.max(SHORTEST_MS, now - recent[0].at);
    return Math.max(floor(), (sum / since) * 1_000);
  };

  const awaitTurn = async (count: number, deadline: number): Promise<boolean> => {
    for (;;) {
      const now = clock.now();
      const gap = Number.isFinite(rate) ? Math.min(MAX_GAP_MS, (last.count / rate) * 1_000) * last.stretch : 0;
      const wait = last.at + gap - now;
      // A clock that was set back must not make anybody wait.
      if (wait <= 0 || wait > MAX_GAP_MS * (1 + JITTER)) break;
      if (now + wait > deadline) return false;
      await clock.sleep(Math.min(wait, LOOK_EVERY_MS));
    }
    pass(clock.now(), count);
    return true;
  };

  return {
    acquire: (count, deadline) => {
      if (!Number.isFinite(rate)) {
        const at = clock.now();
        pass(at, count);
        passed.push({ at, count });
        if (passed.length > 4_000) passed = passed.slice(-2_000);
        return Promise.resolve(true);
      }
      const turn = tail.then(() => awaitTurn(count, deadline));
      tail = turn.then(
        () => undefined,
        () => undefined,
      );
      return turn;
    },
    onThrottled: (startedAt) => {
      const now = clock.now();
      calmSince = now;
      // Only a clock that was set back makes a call leave after now.
      if (startedAt <= lastCutAt && lastCutAt <= now) return;
      lastCutAt = now;
      if (refusedInRow === 0) goodBeforeRow = knownGood;
      refusedInRow += 1;
      if (!Number.isFinite(rate)) {
        rate = asked(now);
        knownGood = rate;
      } else if (refusedInRow < OUTAGE) {
        rate = Math.max(floor(), rate * CUT);
        knownGood = Math.min(knownGood, rate);
      } else {
        // Not too much was asked for, but nothing is taken: what was good before it will be good again.
        rate = Math.max(floor(), rate / 2);
        if (Number.isFinite(goodBeforeRow)) knownGood = goodBeforeRow;
      }
    },
    onTaken: () => {
      refusedInRow = 0;
      if (!Number.isFinite(rate)) return;
      const now = clock.now();
      const seconds = Math.min(1, Math.max(0, (now - lastTakenAt) / 1_000));
      lastTakenAt = now;
      if (rate < knownGood) {
        rate = Math.min(knownGood, Math.max(rate * RECOVER, knownGood * RETURN_AT));
        return;
      }
      const calm = Math.max(0, now - calmSince);
      rate *= 1 + Math.min(MAX_GROWTH, GROWTH * 2 ** Math.floor(calm / CALM_MS)) * seconds;
      knownGood = rate;
      if (rate > UNLIMITED) rate = Number.POSITIVE_INFINITY;
    },
  };
}
