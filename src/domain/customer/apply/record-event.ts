import type { Activity, DayCounts, EventActivity } from '../activity.ts';
import { boundEvents } from './bound-activity.ts';
import { seoulDay } from '../event-day.ts';

/** Something a customer did. Times are milliseconds since the epoch. */
export type CustomerEvent = {
  readonly name: string;
  readonly at: number;
  readonly attributes?: Readonly<Record<string, string>>;
  /** A message was opened, by whichever channel. */
  readonly isOpen?: boolean;
};

/** One more on a day; days stay in ascending order. */
function countDay(days: DayCounts, day: number): DayCounts {
  const at = days.findLastIndex(([other]) => other <= day);
  const found = days[at];
  if (found?.[0] === day) return days.with(at, [day, found[1] + 1]);
  return days.toSpliced(at + 1, 0, [day, 1]);
}

/** A record's own entry: names come from outside, and `constructor` is a name like any other. */
function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

function countEvent(known: EventActivity | undefined, event: CustomerEvent, day: number): EventActivity {
  const days = countDay(known?.days ?? [], day);
  const values = Object.entries(event.attributes ?? {});
  if (values.length === 0) return { ...known, days };
  const counted = values.map(([name, value]) => {
    const byValue = own(known?.attributes, name);
    return [name, { ...byValue, [value]: countDay(own(byValue, value) ?? [], day) }] as const;
  });
  return { days, attributes: { ...known?.attributes, ...Object.fromEntries(counted) } };
}

/**
 * Counts one event. Each call counts: whoever delivers events twice must notice it first. Kept are the last 90
 * days, 50 event names, and 10 attributes with 20 values each; beyond that the oldest are dropped.
 */
export function recordEvent(activity: Activity, event: CustomerEvent, now: number): Activity {
  const known = activity.events ?? {};
  // A clock that runs ahead must not make a customer active tomorrow.
  const at = Math.min(event.at, now);
  const events = { ...known, [event.name]: countEvent(own(known, event.name), event, seoulDay(at)) };
  return {
    ...activity,
    firstSeenAt: Math.min(activity.firstSeenAt ?? at, at),
    lastActiveAt: Math.max(activity.lastActiveAt ?? at, at),
    ...(event.isOpen === true ? { lastOpenedAt: Math.max(activity.lastOpenedAt ?? at, at) } : {}),
    events: boundEvents(events, seoulDay(now)),
  };
}
