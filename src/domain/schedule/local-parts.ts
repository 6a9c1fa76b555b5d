import { localMoment } from './local-moment.ts';
import type { Occurrence } from './occurrences.ts';
import type { PassedRule } from './schedule.ts';
import { wallText, type WallTime } from './wall-time.ts';
import { zoneOf, type Zone } from './zone.ts';

/** Whoever names no place but an offset: whole hours from UTC-12 to UTC+14. */
const OFFSETS = Array.from({ length: 27 }, (_, hours) => `Etc/GMT${hours > 12 ? '-' : '+'}${Math.abs(12 - hours)}`);

/**
 * For whom a part of an occurrence in local time is: to whom `wall` comes at the moment `at`, when the occurrence opened at
 * `opensAt`. `isFirst`: those whose time had passed by then are told so in this part.
 */
export type LocalTime = {
  readonly wall: WallTime;
  readonly opensAt: number;
  readonly passed: PassedRule;
  readonly at: number;
  readonly isFirst: boolean;
};

/** A part of an occurrence: all to whom its time comes at one moment. `places`: the names of their zones. */
export type LocalOccurrence = Occurrence & { readonly local: LocalTime; readonly places: readonly string[] };

let zones: readonly Zone[] | undefined;

function allZones(): readonly Zone[] {
  zones ??= [...Intl.supportedValuesOf('timeZone'), ...OFFSETS].map((name) => zoneOf(name));
  return zones;
}

/**
 * The parts of an occurrence in local time, in order: one for each moment at which its time comes somewhere. Where it had
 * passed when the occurrence opened it comes a day later, or never, as the schedule says.
 */
export function partsOf({ id, at: opensAt, wall }: Occurrence, passed: PassedRule): readonly LocalOccurrence[] {
  const moments = new Map<number, string[]>();
  for (const zone of allZones()) {
    const { outcome, at } = localMoment(wall, zone, { launchedAt: opensAt, passed });
    if (outcome !== 'AT') continue;
    const places = moments.get(at);
    if (places === undefined) moments.set(at, [zone.name]);
    else places.push(zone.name);
  }
  return [...moments]
    .sort(([a], [b]) => a - b)
    .map(([at, places], index) => ({
      id: `${id}@${wallText(at)}Z`,
      at,
      lastAt: at,
      wall,
      local: { wall, opensAt, passed, at, isFirst: index === 0 },
      places,
    }));
}

/** HERE: it is the customer's time. PASSED: it had passed when the occurrence opened. ELSEWHERE: another part is theirs. */
export function whereIn(
  { wall, opensAt, passed, at, isFirst }: LocalTime,
  zone: Zone,
): 'HERE' | 'PASSED' | 'ELSEWHERE' {
  const moment = localMoment(wall, zone, { launchedAt: opensAt, passed });
  if (moment.outcome === 'PASSED') return isFirst ? 'PASSED' : 'ELSEWHERE';
  return moment.at === at ? 'HERE' : 'ELSEWHERE';
}
