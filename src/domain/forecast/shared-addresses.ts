import type { Channel } from '../customer/channel.ts';
import { drawGamma, type Random } from './draw.ts';
import type { RehearsedDecision } from './standing.ts';

/** Of one wave and channel: how many of the sample it may send to, and how many of those share another's address. */
export type SharedCount = { readonly people: number; readonly doubled: number };

/** What was seen of shared addresses, by `sharedKey`. */
export type SharedAddresses = ReadonlyMap<string, SharedCount>;

/** Of which messages a count is. */
export function sharedKey(wave: number, channel: Channel): string {
  return `${wave} ${channel}`;
}

/** Counts whose addresses meet in a sample. A person counts once for each wave and channel, however they may stand. */
export function createAddressCount() {
  const seen = new Map<string, Map<number, number>>();
  return {
    add: (wave: number, decisions: readonly RehearsedDecision[]): void => {
      const done = new Set<string>();
      for (const decision of decisions) {
        if (decision.outcome !== 'SEND' || decision.address === undefined) continue;
        const key = sharedKey(wave, decision.channel);
        if (done.has(key)) continue;
        done.add(key);
        const known = seen.get(key) ?? new Map<number, number>();
        known.set(decision.address, (known.get(decision.address) ?? 0) + 1);
        seen.set(key, known);
      }
    },
    result: (): SharedAddresses =>
      new Map(
        [...seen].map(([key, addresses]) => {
          const people = [...addresses.values()].reduce((sum, count) => sum + count, 0);
          return [key, { people, doubled: people - addresses.size }] as const;
        }),
      ),
  };
}

/** Of a Poisson number of which so many were seen: nothing seen is not nothing there. */
const UNSEEN = 0.5;

/**
 * Which part of all people whom a wave may send to shares the address of another of them. In a sample two who share
 * one are met seldom, namely both: of a tenth of the people, a hundredth of the pairs. So pairs are scaled by the square.
 */
export function drawDoubledShare(
  { people, doubled }: SharedCount,
  { sampled, population }: { readonly sampled: number; readonly population: number },
  random: Random,
): number {
  if (people === 0) return 0;
  if (population <= sampled) return doubled / people;
  const scale = population / sampled;
  return Math.min(0.5, (drawGamma(doubled + UNSEEN, random) * scale) / people);
}
