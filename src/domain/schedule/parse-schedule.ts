import { parseInstant } from '../consent/parse-time.ts';
import { trimText } from '../trim-text.ts';
import { refuse, type Refused } from '../result.ts';
import { checkCron, isIntervalCron } from './cron.ts';
import { minuteOfClock } from './local-window.ts';
import { LOCAL, WEEKDAYS, type Rule, type Schedule, type ScheduleSpec, type ScheduleTime } from './schedule.ts';
import { parseWall } from './wall-time.ts';
import { zoneOf } from './zone.ts';

/** Why a schedule cannot be read. */
export type ScheduleErrorCode =
  'INVALID_SCHEDULE' | 'UNKNOWN_ZONE' | 'INVALID_CRON' | 'SCHEDULE_NEVER_RUNS' | 'SCHEDULE_END_BEFORE_START';

type Reading<Value> = { readonly ok: true; readonly value: Value } | Refused<ScheduleErrorCode>;

const DAY = 86_400_000;

/** The longest that "every n" may be, for each type. */
const MAX_EVERY = { HOURLY: 168, DAILY: 365, WEEKLY: 52, MONTHLY: 12 } as const;

/** A run of last month would surprise everybody. */
const MAX_MAKE_UP_MINUTES = 7 * 1_440;
const DEFAULT_MAKE_UP_MINUTES = 1_440;

/** The fields that say something in each type; any other one would be ignored, and is refused. */
const FIELDS: Readonly<Record<ScheduleSpec['type'], readonly (keyof ScheduleSpec)[]>> = {
  NOW: ['timezone'],
  AT: ['at', 'timezone', 'missed', 'makeUpWithinMinutes', 'passed'],
  HOURLY: ['every', 'minute', 'timezone', 'start', 'end', 'missed', 'makeUpWithinMinutes'],
  DAILY: ['every', 'time', 'timezone', 'start', 'end', 'missed', 'makeUpWithinMinutes'],
  WEEKLY: ['every', 'days', 'time', 'timezone', 'start', 'end', 'missed', 'makeUpWithinMinutes'],
  MONTHLY: ['every', 'dayOfMonth', 'time', 'timezone', 'start', 'end', 'missed', 'makeUpWithinMinutes'],
  CRON: ['cron', 'timezone', 'start', 'end', 'missed', 'makeUpWithinMinutes'],
};

const FIELD_NAMES = [...new Set(Object.values(FIELDS).flat())];

function invalid(field: string, problem: string): Refused<ScheduleErrorCode> {
  return refuse('INVALID_SCHEDULE', `schedule.${field}: ${problem}`);
}

function isFromTo(value: number | undefined, least: number, most: number): value is number {
  return value !== undefined && Number.isInteger(value) && value >= least && value <= most;
}

function readPlace(timezone: string | undefined): Reading<Schedule['place']> {
  if (timezone === LOCAL) return { ok: true, value: { kind: 'LOCAL' } };
  const zone = zoneOf(timezone);
  if (zone.isKnown) return { ok: true, value: { kind: 'ZONE', zone } };
  return refuse(
    'UNKNOWN_ZONE',
    `schedule.timezone: there is no time zone ${JSON.stringify(timezone)}. Write an IANA name such as Asia/Seoul, or LOCAL.`,
  );
}

/** `isEnd`: a day means its end, included. */
function readTime(
  field: 'at' | 'start' | 'end',
  text: string,
  place: Schedule['place'],
  isEnd: boolean,
): Reading<ScheduleTime> {
  const local = parseWall(text);
  if (local !== null) {
    if (field === 'at' && local.isDay) return invalid(field, 'must have a time of day, such as 2026-12-24T10:00.');
    return { ok: true, value: { kind: 'WALL', wall: isEnd && local.isDay ? local.wall + DAY - 1 : local.wall } };
  }
  const at = parseInstant(trimText(text));
  if (at === null) {
    return invalid(field, `${JSON.stringify(text)} must be a time such as 2026-12-24T10:00, on a day that exists.`);
  }
  // One moment is another time on each wall: "in each customer's time" would mean nothing.
  if (place.kind === 'LOCAL')
    return invalid(field, "must have no offset when timezone is LOCAL: it is everybody's own.");
  return { ok: true, value: { kind: 'INSTANT', at } };
}

function readRecurring(spec: ScheduleSpec & { readonly type: keyof typeof MAX_EVERY }): Reading<Rule> {
  const { type, every = 1 } = spec;
  if (!isFromTo(every, 1, MAX_EVERY[type])) {
    return invalid('every', `must be a whole number from 1 to ${MAX_EVERY[type]}.`);
  }
  // Otherwise the day on which somebody happens to save it would decide.
  if (every > 1 && spec.start === undefined) {
    return invalid('start', `is missing: every ${every} of what is counted from it. Name the first day.`);
  }
  if (type === 'HOURLY') {
    const { minute = 0 } = spec;
    if (!isFromTo(minute, 0, 59)) return invalid('minute', 'must be a whole number from 0 to 59.');
    return { ok: true, value: { type, every, minute } };
  }
  const minuteOfDay = minuteOfClock(spec.time ?? '');
  if (minuteOfDay === null) return invalid('time', 'must be a time of day such as 10:00.');
  if (type === 'DAILY') return { ok: true, value: { type, every, minuteOfDay } };
  if (type === 'MONTHLY') {
    const { dayOfMonth } = spec;
    if (!isFromTo(dayOfMonth, 1, 31)) return invalid('dayOfMonth', 'must be a whole number from 1 to 31.');
    return { ok: true, value: { type, every, minuteOfDay, day: dayOfMonth } };
  }
  const days = WEEKDAYS.flatMap((name, day) => (spec.days?.includes(name) === true ? [day] : []));
  if (days.length === 0) return invalid('days', `must be one or more of ${WEEKDAYS.join(', ')}.`);
  return { ok: true, value: { type, every, minuteOfDay, days } };
}

function readCron({ cron = '' }: ScheduleSpec, place: Schedule['place']): Reading<Rule> {
  const refused = checkCron(cron);
  if (refused !== null) return refused;
  const isInterval = isIntervalCron(cron);
  if (isInterval && place.kind === 'LOCAL') {
    return invalid(
      'cron',
      'must name its minute and hour when timezone is LOCAL: hours that pass are the same everywhere.',
    );
  }
  return { ok: true, value: { type: 'CRON', cron: cron.trim().replaceAll(/\s+/g, ' '), isInterval } };
}

function readRule(spec: ScheduleSpec, place: Schedule['place']): Reading<Rule> {
  const { type } = spec;
  switch (type) {
    case 'NOW':
      return { ok: true, value: { type } };
    case 'AT': {
      if (spec.at === undefined) return invalid('at', 'is missing. Write a time such as 2026-12-24T10:00.');
      const time = readTime('at', spec.at, place, false);
      return time.ok ? { ok: true, value: { type, time: time.value } } : time;
    }
    case 'CRON':
      return readCron(spec, place);
    case 'HOURLY':
      if (place.kind === 'LOCAL') {
        return invalid('timezone', 'must be a zone: hours that pass are the same for every customer.');
      }
      return readRecurring({ ...spec, type });
    case 'DAILY':
    case 'WEEKLY':
    case 'MONTHLY':
      return readRecurring({ ...spec, type });
  }
}

/** Reads a schedule as it is written and kept. Whether it is past by now is `checkSchedule`'s to say. */
export function parseSchedule(
  spec: ScheduleSpec,
): { readonly ok: true; readonly schedule: Schedule } | Refused<ScheduleErrorCode> {
  const surplus = FIELD_NAMES.find((field) => spec[field] !== undefined && !FIELDS[spec.type].includes(field));
  if (surplus !== undefined) return invalid(surplus, `says nothing in a schedule of type ${spec.type}. Leave it out.`);
  const place = readPlace(spec.timezone);
  if (!place.ok) return place;
  const rule = readRule(spec, place.value);
  if (!rule.ok) return rule;
  const start = spec.start === undefined ? undefined : readTime('start', spec.start, place.value, false);
  if (start?.ok === false) return start;
  const end = spec.end === undefined ? undefined : readTime('end', spec.end, place.value, true);
  if (end?.ok === false) return end;
  const { makeUpWithinMinutes = DEFAULT_MAKE_UP_MINUTES } = spec;
  if (!isFromTo(makeUpWithinMinutes, 1, MAX_MAKE_UP_MINUTES)) {
    return invalid('makeUpWithinMinutes', `must be a whole number from 1 to ${MAX_MAKE_UP_MINUTES} (a week).`);
  }
  if (spec.passed !== undefined && place.value.kind !== 'LOCAL') {
    return invalid('passed', 'says nothing unless timezone is LOCAL. Leave it out.');
  }
  return {
    ok: true,
    schedule: {
      rule: rule.value,
      place: place.value,
      ...(start === undefined ? {} : { start: start.value }),
      ...(end === undefined ? {} : { end: end.value }),
      missed: spec.missed ?? (spec.type === 'AT' ? 'MAKE_UP' : 'SKIP'),
      makeUpWithinMs: makeUpWithinMinutes * 60_000,
      passed: spec.passed ?? 'EXCLUDE',
    },
  };
}
