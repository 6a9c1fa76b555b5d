import type { Activity, DayCounts, EventActivity } from '../activity.ts';
import { boundEvents } from './bound-activity.ts';
import { seoulDay } from '../event-day.ts';

/** Per day the higher count: a count that was heard twice is the same count. */
function mergeDays(a: DayCounts, b: DayCounts): DayCounts {
  const counts = new Map(a);
  for (const [day, count] of b) counts.set(day, Math.max(counts.get(day) ?? 0, count));
  return [...counts].sort(([left], [right]) => left - right);
}

function mergeRecords<T>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
  merge: (left: T, right: T) => T,
): Readonly<Record<string, T>> {
  const merged = new Map(Object.entries(a));
  for (const [name, value] of Object.entries(b)) {
    const known = merged.get(name);
    merged.set(name, known === undefined ? value : merge(known, value));
  }
  return Object.fromEntries(merged);
}

function mergeEvent(a: EventActivity, b: EventActivity): EventActivity {
  const days = mergeDays(a.days, b.days);
  if (a.attributes === undefined && b.attributes === undefined) return { days };
  const attributes = mergeRecords(a.attributes ?? {}, b.attributes ?? {}, (left, right) =>
    mergeRecords(left, right, mergeDays),
  );
  return { days, attributes };
}

function extreme(choose: (a: number, b: number) => number, a?: number, b?: number): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : choose(a, b);
}

/** Joins what is known with what was heard, in any order and however often: the outermost times, the highest counts. */
export function mergeActivity(known: Activity, heard: Activity, now: number): Activity {
  const firstSeenAt = extreme(Math.min, known.firstSeenAt, heard.firstSeenAt);
  const lastActiveAt = extreme(Math.max, known.lastActiveAt, heard.lastActiveAt);
  const lastOpenedAt = extreme(Math.max, known.lastOpenedAt, heard.lastOpenedAt);
  const events =
    heard.events === undefined
      ? known.events
      : boundEvents(mergeRecords(known.events ?? {}, heard.events, mergeEvent), seoulDay(now));
  return {
    ...(firstSeenAt === undefined ? {} : { firstSeenAt }),
    ...(lastActiveAt === undefined ? {} : { lastActiveAt }),
    ...(lastOpenedAt === undefined ? {} : { lastOpenedAt }),
    ...(events === undefined || Object.keys(events).length === 0 ? {} : { events }),
  };
}
