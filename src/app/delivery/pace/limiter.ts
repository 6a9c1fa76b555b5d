import type { Clock } from '../../ports.ts';
import type { RateStore } from '../model/ports.ts';
import type { Lane } from '../model/shard.ts';

/** A rate that all workers keep together: of a job, or of a channel over all jobs. */
export type RateLimit = { readonly key: string; readonly messagesPerSecond: number };

/** `until`: before this moment (milliseconds since the epoch) there is no use in asking again. */
export type Turn = { readonly isMine: true } | { readonly isMine: false; readonly until: number };

/** Keeps configured rates, over all workers of the system. */
export type Limiter = {
  /** The most messages that one call may carry: a twentieth of a second's, so that no second holds more than its share. */
  readonly maxCall: number;
  /** Waits for the turn of `count` messages when it comes soon; otherwise says when to come back. */
  readonly acquire: (count: number) => Promise<Turn>;
};

/**
 * Calls are spaced a little wider than the rate asks for: a call that leaves late must not fall into one second with
 * twenty others. It costs 5 % of the rate.
 */
const SLACK = 1.05;
const CALLS_PER_SECOND = 20;

/**
 * How far ahead moments are taken: nobody waits longer with a place in hand. Direct sends reach further than campaigns,
 * so that a rate which campaigns use up is free for them a second earlier, always: whatever part of it they need is
 * theirs, and nothing has to be kept back for them.
 */
const AHEAD_MS: Readonly<Record<Lane, number>> = { BULK: 1_000, DIRECT: 2_000 };

/** What was answered longer ahead than this comes from a clock that has been set back since. */
const CREDIBLE_MS = 60_000;

/** Makes limiters for the work on one shard; what one of them learns of a full rate, the others need not ask for. */
export function createLimiters(
  deps: { readonly rates: RateStore; readonly clock: Clock },
  lane: Lane,
): (limits: readonly RateLimit[]) => Limiter {
  const ahead = AHEAD_MS[lane];
  const fullUntil = new Map<string, number>();

  const take = async ({ key, messagesPerSecond }: RateLimit, count: number): Promise<number | Turn> => {
    const now = deps.clock.now();
    const known = fullUntil.get(key) ?? 0;
    if (known > now && known - now <= CREDIBLE_MS) return { isMine: false, until: known };
    const durationMs = ((count * 1_000) / messagesPerSecond) * SLACK;
    const slot = await deps.rates.take(key, { durationMs, now, latest: now + ahead });
    if (slot.isTaken) return slot.at;
    const until = slot.freeAt - ahead;
    fullUntil.set(key, until);
    return { isMine: false, until };
  };

  return (limits) => ({
    maxCall: Math.max(1, Math.floor(Math.min(...limits.map((limit) => limit.messagesPerSecond)) / CALLS_PER_SECOND)),
    acquire: async (count) => {
      let start = 0;
      for (const limit of limits) {
        const taken = await take(limit, count);
        if (typeof taken !== 'number') return taken;
        start = Math.max(start, taken);
      }
      const wait = start - deps.clock.now();
      if (wait > 0) await deps.clock.sleep(Math.min(wait, ahead));
      return { isMine: true };
    },
  });
}
