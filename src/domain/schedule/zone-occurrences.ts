import { ruleWalls, type WallRule } from './rule-walls.ts';
import { instantOf, instantsOf, wallAt, type WallTime } from './wall-time.ts';
import type { Zone } from './zone.ts';

const DAY = 86_400_000;

/** A moment, and the time on the wall that it was computed from. */
export type TimedWall = { readonly at: number; readonly wall: WallTime };

/** How far clocks are set around a moment: walls that far back may still be moments to come. */
function shiftAround(zone: Zone, at: number): number {
  return Math.abs(zone.offsetAt(at - DAY) - zone.offsetAt(at + DAY));
}

/** A time of day comes once on every day that there is; what counts hours comes with each hour that really passes. */
function momentsOf(rule: WallRule, zone: Zone, wall: WallTime): readonly number[] {
  return rule.type === 'CRON' && rule.isInterval ? instantsOf(zone, wall) : [instantOf(zone, wall)];
}

/** Takes out what comes before a moment, in order, one for each moment: the time that clocks do show, if there are two. */
function takeBefore(pending: TimedWall[], moment: number): readonly TimedWall[] {
  pending.sort((a, b) => a.at - b.at || b.wall - a.wall);
  const later = pending.findIndex(({ at }) => at >= moment);
  const taken = pending.splice(0, later === -1 ? pending.length : later);
  return taken.filter(({ at }, index) => at !== taken[index - 1]?.at);
}

/**
 * The moments that a rule names in a zone, after `after`, in order and each once. Around a change of clocks the order of
 * moments is not that of the walls (what falls into a gap comes after it), so that they wait there for each other.
 */
export function* zoneOccurrences(
  rule: WallRule,
  zone: Zone,
  anchor: WallTime | undefined,
  after: number,
): Generator<TimedWall> {
  if (rule.type === 'AT' && rule.time.kind === 'INSTANT') {
    const { at } = rule.time;
    if (at > after) yield { at, wall: wallAt(zone, at) };
    return;
  }
  const pending: TimedWall[] = [];
  for (const wall of ruleWalls(rule, anchor, wallAt(zone, after) - shiftAround(zone, after))) {
    const [shown] = instantsOf(zone, wall);
    // Every wall from here on comes at this moment or later.
    if (shown !== undefined) for (const one of takeBefore(pending, shown)) if (one.at > after) yield one;
    const moments = momentsOf(rule, zone, wall);
    if (zone.offsetAt(wall - DAY) === zone.offsetAt(wall + DAY)) {
      for (const at of moments) if (at > after) yield { at, wall };
    } else {
      pending.push(...moments.map((at) => ({ at, wall })));
    }
  }
  for (const one of takeBefore(pending, Number.POSITIVE_INFINITY)) if (one.at > after) yield one;
}
