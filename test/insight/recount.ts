import { SEOUL_OFFSET_MS } from '../../src/domain/schedule/index.ts';
import type { ToldEvent } from './told-event.ts';

/**
 * The reports computed a second time, by hand and from the events themselves, without SQL and without what `src/` computes
 * with: sets of people, and for funnels every way of choosing the steps.
 */

const DAY_MS = 86_400_000;

/** Days in Korea since the epoch. */
function dayNumber(at: number): number {
  return Math.floor((at + SEOUL_OFFSET_MS) / DAY_MS);
}

function numberOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}

function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The epoch was a Thursday. */
function weekOf(day: number): number {
  return day - ((day + 3) % 7);
}

/** One of each (customer, event id). */
export function once(events: readonly ToldEvent[]): ToldEvent[] {
  const known = new Map(events.map((event) => [JSON.stringify([event.customer, event.eventId]), event]));
  return [...known.values()];
}

function daysOfPeople(events: readonly ToldEvent[], name: string | undefined): Map<string, Set<number>> {
  const days = new Map<string, Set<number>>();
  for (const event of events) {
    if (name !== undefined && event.name !== name) continue;
    const own = days.get(event.customer) ?? new Set<number>();
    days.set(event.customer, own.add(dayNumber(event.at)));
  }
  return days;
}

interface Counted {
  readonly active: number;
  readonly fresh: number;
  readonly dormant: number;
}

/** Counts people whose days are known, in the days from `first` to `last`. */
function countPeople(
  people: ReadonlyMap<string, ReadonlySet<number>>,
  first: number,
  last: number,
  dormantDays: number,
): Counted {
  let active = 0;
  let fresh = 0;
  let dormant = 0;
  for (const days of people.values()) {
    const known = [...days].filter((day) => day <= last);
    if (known.length === 0) continue;
    if (known.some((day) => day >= first)) active += 1;
    if (Math.min(...known) >= first) fresh += 1;
    if (Math.max(...known) <= last - dormantDays) dormant += 1;
  }
  return { active, fresh, dormant };
}

/** The rows of the activity report, as `grain period last active new returning dormant`. */
export function recountActivity(
  events: readonly ToldEvent[],
  { from, to, name, dormantDays }: { from: string; to: string; name?: string; dormantDays: number },
): string[] {
  const people = daysOfPeople(events, name);
  const [start, end] = [numberOf(from), numberOf(to)];
  const grains: Record<string, (day: number) => string> = {
    DAY: dayText,
    WEEK: (day) => dayText(weekOf(day)),
    MONTH: (day) => `${dayText(day).slice(0, 7)}-01`,
    TOTAL: () => from,
  };
  const rows: string[] = [];
  for (const [grain, periodOf] of Object.entries(grains)) {
    const spans = new Map<string, [number, number]>();
    for (let day = start; day <= end; day += 1) spans.set(periodOf(day), [spans.get(periodOf(day))?.[0] ?? day, day]);
    for (const [period, [first, last]] of spans) {
      const { active, fresh, dormant } = countPeople(people, first, last, dormantDays);
      rows.push([grain, period, dayText(last), active, fresh, active - fresh, dormant].join(' '));
    }
  }
  return rows;
}

/** The cells of the retention report, as `cohort week size people unfinished`. */
export function recountRetention(
  events: readonly ToldEvent[],
  { from, to, name, today }: { from: string; to: string; name?: string; today: string },
): string[] {
  const until = Math.min(numberOf(to), numberOf(today));
  const weeks = [
    ...daysOfPeople(
      events.filter(({ at }) => dayNumber(at) <= until),
      name,
    ).values(),
  ].map((days) => new Set([...days].map(weekOf)));
  const rows: string[] = [];
  for (let cohort = weekOf(numberOf(from)); cohort <= until; cohort += 7) {
    const members = weeks.filter((own) => Math.min(...own) === cohort);
    for (let week = cohort; week <= until; week += 7) {
      const people = members.filter((own) => own.has(week)).length;
      rows.push([dayText(cohort), dayText(week), members.length, people, week + 6 >= numberOf(today)].join(' '));
    }
  }
  return rows;
}

/** How many customers got to each step: every event that may be the next step is tried. */
export function recountFunnel(
  events: readonly ToldEvent[],
  { from, to, steps, withinHours }: { from: string; to: string; steps: readonly string[]; withinHours: number },
): number[] {
  const people = new Map<string, ToldEvent[]>();
  for (const event of events) people.set(event.customer, [...(people.get(event.customer) ?? []), event]);
  const furthest = (own: readonly ToldEvent[], step: number, first: number, before: number): number => {
    const next = own.filter(
      ({ name, at }) => name === steps[step] && at >= before && at - first <= withinHours * 3_600_000,
    );
    return Math.max(step, ...next.map(({ at }) => furthest(own, step + 1, first, at)));
  };
  const reached = [...people.values()].map((own) =>
    Math.max(
      0,
      ...own
        .filter(({ name, at }) => name === steps[0] && dayNumber(at) >= numberOf(from) && dayNumber(at) <= numberOf(to))
        .map(({ at }) => furthest(own, 1, at, at)),
    ),
  );
  return steps.map((_, index) => reached.filter((count) => count > index).length);
}

function within(events: readonly ToldEvent[], from: string, to: string): ToldEvent[] {
  return events.filter(({ at }) => dayNumber(at) >= numberOf(from) && dayNumber(at) <= numberOf(to));
}

/** Events and people by day and name, as `day name events people`; a dash for all. */
export function recountNames(events: readonly ToldEvent[], from: string, to: string, name?: string): string[] {
  const groups = new Map<string, { events: number; people: Set<string> }>();
  const all = within(events, from, to).filter((event) => name === undefined || event.name === name);
  groups.set('-\t-', { events: 0, people: new Set() });
  for (const event of all) {
    for (const key of new Set(
      [dayText(dayNumber(event.at)), '-'].flatMap((day) => [`${day}\t${event.name}`, `${day}\t-`]),
    )) {
      const group = groups.get(key) ?? { events: 0, people: new Set<string>() };
      group.events += 1;
      group.people.add(event.customer);
      groups.set(key, group);
    }
  }
  return [...groups].map(([key, group]) => `${key}\t${group.events}\t${group.people.size}`);
}

/** How often each value of an attribute was there, as `kind value events`. */
export function recountValues(
  events: readonly ToldEvent[],
  from: string,
  to: string,
  name: string,
  attribute: string,
): string[] {
  const counts = new Map<string, number>();
  for (const event of within(events, from, to)) {
    if (event.name !== name) continue;
    const value = event.attributes?.get(attribute) ?? null;
    const key = value === null ? 'NONE\t' : value === '' ? 'EMPTY\t' : `VALUE\t${value}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => `${key}\t${count}`);
}

/** The sum of a metric by day and in all, as `day events total`. */
export function recountMetric(
  events: readonly ToldEvent[],
  from: string,
  to: string,
  name: string,
  metric: string,
): string[] {
  const sums = new Map<string, [number, number]>();
  for (const event of within(events, from, to)) {
    const value = event.metrics?.get(metric);
    if (event.name !== name || value === undefined) continue;
    for (const day of [dayText(dayNumber(event.at)), '-']) {
      const [count, total] = sums.get(day) ?? [0, 0];
      sums.set(day, [count + 1, total + value]);
    }
  }
  return [...sums].map(([day, [count, total]]) => `${day}\t${count}\t${total}`);
}

/** Of each hour, how many customers did something in it, each counted once for each day. */
export function recountHours(events: readonly ToldEvent[], from: string, to: string): number[] {
  const seen = new Set(
    within(events, from, to).map(({ customer, at }) =>
      JSON.stringify([customer, dayNumber(at), Math.floor((at + SEOUL_OFFSET_MS) / 3_600_000) % 24]),
    ),
  );
  const hours = Array.from({ length: 24 }, () => 0);
  for (const key of seen) {
    const [, , hour] = JSON.parse(key) as [string, number, number];
    hours[hour] = (hours[hour] ?? 0) + 1;
  }
  return hours;
}
