import { ruleWalls } from './rule-walls.ts';
import type { Schedule, ScheduleTime } from './schedule.ts';
import { instantOf, wallAt, wallText, type WallTime } from './wall-time.ts';
import { zoneOccurrences } from './zone-occurrences.ts';
import type { Zone } from './zone.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The first and the last place on earth to reach a time on the wall: UTC+14 (Kiritimati) and UTC-12. */
const EARLIEST = 14 * HOUR;
const LATEST = 12 * HOUR;

/** Hours that nobody anchored are counted from here. */
const HOURS_SINCE: WallTime = Date.UTC(2020, 0, 1);

/** One time at which a campaign runs. Moments in milliseconds since the epoch. */
export type Occurrence = {
  /**
   * The same for ever, whoever computes it and with whichever zone data: the time on the wall and the zone, or the moment
   * where hours count. Who writes a run under it first, and only then, has it.
   */
  readonly id: string;
  /** When it begins; in LOCAL time, when clocks somewhere show it first (or when the schedule came into force, if later). */
  readonly at: number;
  /** In LOCAL time, when the last clocks show it; otherwise the same as `at`. */
  readonly lastAt: number;
  readonly wall: WallTime;
};

/** A schedule, and since when it is a campaign's: what it would have meant before was never missed. */
export type ScheduleInForce = { readonly schedule: Schedule; readonly since: number };

function instantIn(zone: Zone, time: ScheduleTime): number {
  return time.kind === 'INSTANT' ? time.at : instantOf(zone, time.wall);
}

function wallIn(zone: Zone, time: ScheduleTime): WallTime {
  return time.kind === 'WALL' ? time.wall : wallAt(zone, time.at);
}

function instantId(at: number): string {
  return `${wallText(at)}Z`;
}

function* hours(
  rule: Extract<Schedule['rule'], { type: 'HOURLY' }>,
  zone: Zone,
  start: ScheduleTime | undefined,
  after: number,
): Generator<Occurrence> {
  const length = rule.every * HOUR;
  const from = start === undefined ? HOURS_SINCE : wallIn(zone, start);
  const anchor = instantOf(zone, Math.floor(from / HOUR) * HOUR + rule.minute * MINUTE);
  for (let at = anchor + (Math.floor((after - anchor) / length) + 1) * length; ; at += length) {
    if (at >= anchor) yield { id: instantId(at), at, lastAt: at, wall: wallAt(zone, at) };
  }
}

function* occurrencesInZone(schedule: Schedule, zone: Zone, after: number): Generator<Occurrence> {
  const { rule, start, end } = schedule;
  if (rule.type === 'NOW') return;
  const from = start === undefined ? Number.NEGATIVE_INFINITY : instantIn(zone, start);
  const until = end === undefined ? Number.POSITIVE_INFINITY : instantIn(zone, end);
  const place = zone.name.toLowerCase().replaceAll('/', '-');
  const countsMoments =
    (rule.type === 'CRON' && rule.isInterval) || (rule.type === 'AT' && rule.time.kind === 'INSTANT');
  // The first millisecond of the start is in it.
  const floor = Math.max(after, from - 1);
  const found =
    rule.type === 'HOURLY'
      ? hours(rule, zone, start, floor)
      : zoneOccurrences(rule, zone, start === undefined ? undefined : wallIn(zone, start), floor);
  for (const { at, wall } of found) {
    if (at > until) return;
    const id = countsMoments || rule.type === 'HOURLY' ? instantId(at) : `${wallText(wall)}_${place}`;
    yield { id, at, lastAt: at, wall };
  }
}

function* occurrencesEverywhere({ schedule, since }: ScheduleInForce, after: number): Generator<Occurrence> {
  const { rule, start, end } = schedule;
  if (rule.type === 'NOW' || rule.type === 'HOURLY') return;
  const first = start?.kind === 'WALL' ? start.wall : undefined;
  const last = end?.kind === 'WALL' ? end.wall : Number.POSITIVE_INFINITY;
  // Launched while its day is under way somewhere, an occurrence opens at once, for those whose time is still to come.
  const opening = Math.floor(since / MINUTE) * MINUTE + MINUTE;
  const from = Math.max(first ?? Number.NEGATIVE_INFINITY, Math.max(after, since) - LATEST);
  for (const wall of ruleWalls(rule, first, from)) {
    if (wall > last) return;
    const at = Math.max(wall - EARLIEST, opening);
    const lastAt = wall + LATEST;
    if (at > after && lastAt >= at) yield { id: `${wallText(wall)}_local`, at, lastAt, wall };
  }
}

/** The occurrences of a schedule after a moment, in order, for as long as somebody asks. */
function occurrencesAfter(inForce: ScheduleInForce, after: number): Generator<Occurrence> {
  const { schedule, since } = inForce;
  return schedule.place.kind === 'LOCAL'
    ? occurrencesEverywhere(inForce, after)
    : occurrencesInZone(schedule, schedule.place.zone, Math.max(after, since));
}

/** The next occurrences after a moment, at most `count`; fewer when the schedule ends. A campaign without one has none. */
export function nextOccurrences(inForce: ScheduleInForce, after: number, count: number): readonly Occurrence[] {
  const found: Occurrence[] = [];
  if (count <= 0) return found;
  for (const occurrence of occurrencesAfter(inForce, after)) {
    found.push(occurrence);
    if (found.length >= count) break;
  }
  return found;
}

/** What begins after `after` and no later than `until`, at most `limit`; `isCut`: there are more. */
export function occurrencesBetween(
  inForce: ScheduleInForce,
  { after, until, limit }: { readonly after: number; readonly until: number; readonly limit: number },
): { readonly occurrences: readonly Occurrence[]; readonly isCut: boolean } {
  const occurrences: Occurrence[] = [];
  for (const occurrence of occurrencesAfter(inForce, after)) {
    if (occurrence.at > until) break;
    if (occurrences.length >= limit) return { occurrences, isCut: true };
    occurrences.push(occurrence);
  }
  return { occurrences, isCut: false };
}
