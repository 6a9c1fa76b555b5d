import { setTimeout } from 'node:timers/promises';
import { longestChain, watchRequests, type SeenRequest } from './watch-requests.ts';

/** What one call asks of the store, as most of the calls do that are made one at a time. */
export type RoundTrips = {
  /** One after another, until the call is answered. */
  readonly chain: number;
  /** Until it is answered, those made beside others included. */
  readonly untilAnswered: number;
  /** With the sending of its message. */
  readonly inAll: number;
  /** The requests of one such call in order, those to other services too. */
  readonly requests: readonly string[];
};

const CALLS = 15;
/** A message that is sent needs a fraction of this; what comes later belongs to the sweep of the minute. */
const SILENCE_MS = 400;

/** Makes calls one at a time and counts; `isSent` says whether everything that was accepted has been sent. */
export async function countRoundTrips(call: () => Promise<void>, isSent: () => boolean): Promise<RoundTrips> {
  const watch = watchRequests();
  const counted: RoundTrips[] = [];
  try {
    for (let number = 0; number < CALLS; number += 1) {
      watch.clear();
      await call();
      const answeredAt = performance.now();
      while (!isSent() || performance.now() - (watch.seen.at(-1)?.to ?? answeredAt) < SILENCE_MS) await setTimeout(10);
      counted.push(countOf(watch.seen, answeredAt));
    }
  } finally {
    watch.stop();
  }
  counted.sort((a, b) => a.inAll - b.inAll);
  const middle = counted[Math.floor(counted.length / 2)];
  if (middle === undefined) throw new Error('No call was counted.');
  return { ...middle, chain: Math.max(...mostCommon(counted.map(({ chain }) => chain))) };
}

function countOf(seen: readonly SeenRequest[], answeredAt: number): RoundTrips {
  const store = seen.filter(({ isStore }) => isStore);
  const before = store.filter(({ to }) => to <= answeredAt);
  return {
    chain: longestChain(before),
    untilAnswered: before.length,
    inAll: store.length,
    requests: [...seen].sort((a, b) => a.from - b.from).map(({ name }) => name),
  };
}

/** The most frequent of some numbers; several when they are equally frequent. */
function mostCommon(numbers: readonly number[]): readonly number[] {
  const times = new Map<number, number>();
  for (const number of numbers) times.set(number, (times.get(number) ?? 0) + 1);
  const most = Math.max(...times.values());
  return [...times].filter(([, count]) => count === most).map(([number]) => number);
}
