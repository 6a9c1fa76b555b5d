import { cronWalls } from './cron.ts';
import type { Rule } from './schedule.ts';
import { dayOf, type WallTime } from './wall-time.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const WEEK = 7 * DAY;

/** A Monday: 1970-01-01 was a Thursday. */
const FIRST_MONDAY: WallTime = -3 * DAY;

/** Rules that name times on the wall; an hour that passes is none, and a launch neither. */
export type WallRule = Exclude<Rule, { readonly type: 'NOW' | 'HOURLY' }>;

function mondayOf(wall: WallTime): WallTime {
  return FIRST_MONDAY + Math.floor((wall - FIRST_MONDAY) / WEEK) * WEEK;
}

/** The steps of a length from an anchor on that may hold something at `from` or later: the first of them, counted. */
function firstStep(anchor: number, length: number, from: number): number {
  return Math.max(0, Math.floor((from - anchor) / length));
}

function* dailyWalls(rule: Extract<Rule, { type: 'DAILY' }>, anchor: WallTime, from: WallTime): Generator<WallTime> {
  const length = rule.every * DAY;
  const first = dayOf(anchor) + rule.minuteOfDay * MINUTE;
  for (let step = firstStep(first, length, from); ; step += 1) yield first + step * length;
}

/** Weeks are counted from the Monday of the first one, whatever their number in the year: some years have 53. */
function* weeklyWalls(rule: Extract<Rule, { type: 'WEEKLY' }>, anchor: WallTime, from: WallTime): Generator<WallTime> {
  const length = rule.every * WEEK;
  const first = mondayOf(anchor);
  for (let step = firstStep(first, length, from); ; step += 1) {
    for (const day of rule.days) yield first + step * length + day * DAY + rule.minuteOfDay * MINUTE;
  }
}

/** Each month is computed from the rule and not from the month before, or February would make it the 28th for ever. */
function* monthlyWalls(
  rule: Extract<Rule, { type: 'MONTHLY' }>,
  anchor: WallTime,
  from: WallTime,
): Generator<WallTime> {
  const monthOf = (wall: WallTime): number => {
    const date = new Date(wall);
    return date.getUTCFullYear() * 12 + date.getUTCMonth();
  };
  const first = monthOf(anchor);
  const passed = Math.max(0, Math.floor((monthOf(from) - first) / rule.every));
  for (let month = first + passed * rule.every; ; month += rule.every) {
    const year = Math.floor(month / 12);
    const lastDay = new Date(Date.UTC(year, (month % 12) + 1, 0)).getUTCDate();
    yield Date.UTC(year, month % 12, Math.min(rule.day, lastDay)) + rule.minuteOfDay * MINUTE;
  }
}

function wallsOf(rule: WallRule, anchor: WallTime, from: WallTime): Iterable<WallTime> {
  switch (rule.type) {
    case 'AT':
      return rule.time.kind === 'WALL' ? [rule.time.wall] : [];
    case 'DAILY':
      return dailyWalls(rule, anchor, from);
    case 'WEEKLY':
      return weeklyWalls(rule, anchor, from);
    case 'MONTHLY':
      return monthlyWalls(rule, anchor, from);
    case 'CRON':
      return cronWalls(rule.cron, from - 1);
  }
}

/**
 * The times on the wall that a rule names, from `from` on, in order and without end (or until cron knows none).
 *
 * @param anchor from where "every n" is counted: the start on the wall; undefined when there is none, and n is 1
 */
export function* ruleWalls(rule: WallRule, anchor: WallTime | undefined, from: WallTime): Generator<WallTime> {
  for (const wall of wallsOf(rule, anchor ?? Math.min(0, from), from)) if (wall >= from) yield wall;
}
