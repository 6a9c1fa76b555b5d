import { partsOf, type LocalOccurrence } from './local-parts.ts';
import { nextOccurrences, occurrencesBetween, type Occurrence, type ScheduleInForce } from './occurrences.ts';
import { latenessAllowed, ON_TIME_MS, settleDue } from './settle-due.ts';

const DAY = 86_400_000;

/** From when clocks show a time first to when they show it last, and a day for those whom NEXT_DAY lets wait. */
const LONGEST = 3 * DAY;

/**
 * How many occurrences in local time one look takes up, each of some forty parts: more than a cron of every minute has within
 * `LONGEST`, so that each look comes further.
 */
const MAX_OPEN = 10_000;

/** An occurrence, or the part of one that is for those whose clocks show its time at one moment. */
export type DueOccurrence = Occurrence | LocalOccurrence;

/** What is to be done about a schedule now. Moments in milliseconds since the epoch. */
export type DueOccurrences = {
  readonly run: readonly DueOccurrence[];
  readonly missed: readonly DueOccurrence[];
  /** Everything up to here is in `run` or `missed`, or was dealt with before. */
  readonly until: number;
  /** When to look again; null: it has no more occurrences. */
  readonly nextAt: number | null;
};

/**
 * The occurrences after `after` that have begun, and when to look again. Of more than `limit` the first are answered, which
 * are missed all, for a later one has begun.
 */
export function dueOccurrences(
  inForce: ScheduleInForce,
  { after, now, limit }: { readonly after: number; readonly now: number; readonly limit: number },
): DueOccurrences {
  return inForce.schedule.place.kind === 'LOCAL'
    ? dueParts(inForce, { after, now, limit })
    : dueInZone(inForce, { after, now, limit });
}

type Range = { readonly after: number; readonly now: number; readonly limit: number };

function dueInZone(inForce: ScheduleInForce, { after, now, limit }: Range): DueOccurrences {
  const { occurrences, isCut } = occurrencesBetween(inForce, { after, until: now, limit });
  const until = isCut ? (occurrences.at(-1)?.at ?? now) : now;
  const settled = isCut ? { run: [], missed: occurrences } : settleDue(occurrences, inForce.schedule, now);
  return { ...settled, until, nextAt: nextOccurrences(inForce, until, 1)[0]?.at ?? null };
}

/**
 * Which parts a later time has overtaken where they are for. By the name of a place and not by how far it is from UTC: that
 * changes with the clocks. Of places that have parted since then one is enough: nobody gets two messages at once.
 */
function overtakenIn(begun: readonly LocalOccurrence[]): (part: LocalOccurrence) => boolean {
  const latest = new Map<string, number>();
  for (const { places, wall } of begun) {
    for (const place of places) latest.set(place, Math.max(wall, latest.get(place) ?? wall));
  }
  return ({ places, wall }) => places.some((place) => (latest.get(place) ?? wall) > wall);
}

/** The first `limit` parts, and up to where these are all. Of one moment all are dealt with, or none. */
function firstOf(
  begun: readonly LocalOccurrence[],
  { limit, horizon }: { readonly limit: number; readonly horizon: number },
): { readonly due: readonly LocalOccurrence[]; readonly until: number } {
  const beyond = begun[limit];
  if (beyond === undefined) return { due: begun, until: horizon };
  const before = begun.filter(({ at }) => at < beyond.at);
  const due = before.length > 0 ? before : begun.filter(({ at }) => at === beyond.at);
  return { due, until: due.at(-1)?.at ?? horizon };
}

/** Each place by itself: who is late is whose clocks have moved on, and of what was missed there the latest is made up. */
function dueParts(inForce: ScheduleInForce, { after, now, limit }: Range): DueOccurrences {
  const { schedule, since } = inForce;
  const from = Math.max(since, after - LONGEST);
  const { occurrences, isCut } = occurrencesBetween(inForce, { after: from, until: now, limit: MAX_OPEN });
  // What opens with the last one that was taken, or later, has no part before it.
  const horizon = isCut ? (occurrences.at(-1)?.at ?? now) - 1 : now;
  const parts = occurrences
    .flatMap((occurrence) => partsOf(occurrence, schedule.passed))
    .filter(({ at }) => at > after)
    .sort((a, b) => a.at - b.at);
  const begun = parts.filter(({ at }) => at <= horizon);
  const { due, until } = firstOf(begun, { limit, horizon });
  const isOvertaken = overtakenIn(begun);
  const isInTime = (part: LocalOccurrence): boolean => {
    const { at } = part;
    return now - at <= latenessAllowed(schedule) && (now - at <= ON_TIME_MS || !isOvertaken(part));
  };
  const nextPart = parts.find(({ at }) => at > until)?.at ?? null;
  const nextOpening = nextOccurrences(inForce, horizon, 1)[0];
  const nextFirst = nextOpening === undefined ? null : (partsOf(nextOpening, schedule.passed)[0]?.at ?? nextOpening.at);
  const coming = [nextPart, nextFirst].filter((at) => at !== null);
  return {
    run: due.filter(isInTime),
    missed: due.filter((part) => !isInTime(part)),
    until,
    nextAt: coming.length === 0 ? null : Math.min(...coming),
  };
}
