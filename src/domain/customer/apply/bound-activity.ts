import type { DayCounts, EventActivity } from '../activity.ts';

/** What is kept of a customer's events, so that a customer fits into one item however much they do. */
const KEPT_DAYS = 90;
const MAX_EVENT_NAMES = 50;
const MAX_ATTRIBUTE_NAMES = 10;
const MAX_ATTRIBUTE_VALUES = 20;

type Events = Readonly<Record<string, EventActivity>>;

/** Whether a day is one of the last `KEPT_DAYS` up to and including `today`; what lies in the future did not happen. */
function isRecent(day: number, today: number): boolean {
  return day > today - KEPT_DAYS && day <= today;
}

function recentDays(days: DayCounts, today: number): DayCounts {
  return areRecent(days, today) ? days : days.filter(([day]) => isRecent(day, today));
}

function lastDay(days: DayCounts): number {
  return days.at(-1)?.[0] ?? -Infinity;
}

/** Keeps the entries that happened last; of two on the same day the one that sorts first, so that any order agrees. */
function newest<T>(
  entries: readonly (readonly [string, T])[],
  limit: number,
  dayOf: (value: T) => number,
): Record<string, T> {
  const kept =
    entries.length <= limit
      ? entries
      : entries.toSorted(([a, left], [b, right]) => dayOf(right) - dayOf(left) || (a < b ? -1 : 1)).slice(0, limit);
  return Object.fromEntries(kept);
}

function boundValues(values: Readonly<Record<string, DayCounts>>, today: number): Record<string, DayCounts> {
  const recent = Object.entries(values)
    .map(([value, days]) => [value, recentDays(days, today)] as const)
    .filter(([, days]) => days.length > 0);
  return newest(recent, MAX_ATTRIBUTE_VALUES, lastDay);
}

function boundAttributes(
  attributes: NonNullable<EventActivity['attributes']>,
  today: number,
): NonNullable<EventActivity['attributes']> {
  const recent = Object.entries(attributes)
    .map(([name, values]) => [name, boundValues(values, today)] as const)
    .filter(([, values]) => Object.keys(values).length > 0);
  return newest(recent, MAX_ATTRIBUTE_NAMES, (values) => Math.max(...Object.values(values).map(lastDay)));
}

/** Whether nothing is to be dropped of an event, found out without making anything: it is so nearly always. */
function isBound({ days, attributes }: EventActivity, today: number): boolean {
  if (!areRecent(days, today)) return false;
  if (attributes === undefined) return true;
  const names = Object.keys(attributes);
  if (names.length === 0 || names.length > MAX_ATTRIBUTE_NAMES) return false;
  for (const name of names) {
    const values = attributes[name] ?? {};
    const counts = Object.values(values);
    if (counts.length === 0 || counts.length > MAX_ATTRIBUTE_VALUES) return false;
    for (const count of counts) if (!areRecent(count, today)) return false;
  }
  return true;
}

function areRecent(days: DayCounts, today: number): boolean {
  for (const [day] of days) if (!isRecent(day, today)) return false;
  return days.length > 0;
}

function areBound(events: Events, today: number): boolean {
  const all = Object.values(events);
  if (all.length > MAX_EVENT_NAMES) return false;
  for (const event of all) if (!isBound(event, today)) return false;
  return true;
}

function boundEvent(event: EventActivity, today: number): EventActivity {
  const attributes = boundAttributes(event.attributes ?? {}, today);
  const days = recentDays(event.days, today);
  return Object.keys(attributes).length === 0 ? { days } : { days, attributes };
}

/** Drops what is older than 90 days and, beyond the limits, whatever happened longest ago. */
export function boundEvents(events: Events, today: number): Events {
  if (areBound(events, today)) return events;
  const recent = Object.entries(events)
    .map(([name, event]) => [name, boundEvent(event, today)] as const)
    .filter(([, { days }]) => days.length > 0);
  return newest(recent, MAX_EVENT_NAMES, ({ days }) => lastDay(days));
}
