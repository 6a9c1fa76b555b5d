import type { WallTime } from './wall-time.ts';
import type { Zone } from './zone.ts';

/** The names of `ScheduleType`; the first is what a campaign has unless it says otherwise. */
export const SCHEDULE_TYPES = ['NOW', 'AT', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'CRON'] as const;

/** When a campaign runs: when somebody launches it, once at a time, or again and again. */
export type ScheduleType = (typeof SCHEDULE_TYPES)[number];

/** Days of the week from Monday on, as ISO 8601 counts them. */
export const WEEKDAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;

/** A day of the week. */
export type Weekday = (typeof WEEKDAYS)[number];

/** The names of `MissedRule`. */
export const MISSED_RULES = ['SKIP', 'MAKE_UP'] as const;

/** What becomes of occurrences that nobody carried out in time: SKIP records them, MAKE_UP runs the latest of them. */
export type MissedRule = (typeof MISSED_RULES)[number];

/** The names of `PassedRule`; the first is what holds unless the campaign says otherwise. */
export const PASSED_RULES = ['EXCLUDE', 'NEXT_DAY'] as const;

/** What becomes of a customer whose local time had passed when a campaign in local time was launched. */
export type PassedRule = (typeof PASSED_RULES)[number];

/** The time zone of a schedule that holds in each customer's own time. */
export const LOCAL = 'LOCAL';

/**
 * A schedule as it is written and kept. Times without an offset are what clocks show in `timezone`, an IANA name or
 * `LOCAL` (absent: Asia/Seoul); `2026-12-24T10:00`, or `2026-12-24` for a day.
 */
export type ScheduleSpec = {
  readonly type: ScheduleType;
  readonly timezone?: string;
  /** AT: the time; with an offset (`...+09:00`, `...Z`) it is a moment. */
  readonly at?: string;
  /** DAILY, WEEKLY, MONTHLY: `HH:MM`. */
  readonly time?: string;
  /** HOURLY: 0 (the default) to 59. */
  readonly minute?: number;
  /** Every n hours, days, weeks or months, counted from `start`; absent: 1. */
  readonly every?: number;
  /** WEEKLY: the days. */
  readonly days?: readonly Weekday[];
  /** MONTHLY: 1 to 31; months that are too short run on their last day. */
  readonly dayOfMonth?: number;
  /** CRON: five fields, with cron's own meaning: `0 10 31 * *` does not run in November. */
  readonly cron?: string;
  /** From when on (a day: from its beginning). */
  readonly start?: string;
  /** Until when, included (a day: until its end). */
  readonly end?: string;
  /** Absent: AT is made up, all others are skipped. */
  readonly missed?: MissedRule;
  /** MAKE_UP: how late a run may begin; absent: a day. */
  readonly makeUpWithinMinutes?: number;
  /** AT in LOCAL time. */
  readonly passed?: PassedRule;
};

/** A moment, or what every clock shows at its own. */
export type ScheduleTime =
  { readonly kind: 'INSTANT'; readonly at: number } | { readonly kind: 'WALL'; readonly wall: WallTime };

/** What recurs, and how. Times of day in minutes since midnight; `days` from 0, Monday, on. */
export type Rule =
  | { readonly type: 'NOW' }
  | { readonly type: 'AT'; readonly time: ScheduleTime }
  | { readonly type: 'HOURLY'; readonly every: number; readonly minute: number }
  | { readonly type: 'DAILY'; readonly every: number; readonly minuteOfDay: number }
  | {
      readonly type: 'WEEKLY';
      readonly every: number;
      readonly minuteOfDay: number;
      readonly days: readonly number[];
    }
  | { readonly type: 'MONTHLY'; readonly every: number; readonly minuteOfDay: number; readonly day: number }
  /** `isInterval`: minute or hour are a wildcard, so that every hour that passes counts, and not what clocks show. */
  | { readonly type: 'CRON'; readonly cron: string; readonly isInterval: boolean };

/** A schedule that can be computed with. */
export type Schedule = {
  readonly rule: Rule;
  readonly place: { readonly kind: 'ZONE'; readonly zone: Zone } | { readonly kind: 'LOCAL' };
  readonly start?: ScheduleTime;
  /** Included, to the millisecond. */
  readonly end?: ScheduleTime;
  readonly missed: MissedRule;
  readonly makeUpWithinMs: number;
  readonly passed: PassedRule;
};
