import { refuse, type Refused } from '../result.ts';
import { timesOfDay } from './cron.ts';
import { nextOccurrences } from './occurrences.ts';
import { parseSchedule, type ScheduleErrorCode } from './parse-schedule.ts';
import type { Schedule, ScheduleSpec, ScheduleTime } from './schedule.ts';
import { instantOf } from './wall-time.ts';
import { zoneOf } from './zone.ts';

/** The last zone on earth: what has passed there has passed everywhere. */
const LAST_ZONE = zoneOf('Etc/GMT+12');

function lastInstant({ place }: Schedule, time: ScheduleTime): number {
  if (time.kind === 'INSTANT') return time.at;
  return instantOf(place.kind === 'LOCAL' ? LAST_ZONE : place.zone, time.wall);
}

function isBefore(a: ScheduleTime, b: ScheduleTime, schedule: Schedule): boolean {
  return lastInstant(schedule, a) < lastInstant(schedule, b);
}

/** In local time each occurrence has some forty parts, and each part is a job of its own: more often is by mistake. */
const MAX_LOCAL_TIMES = 288;

/** Refuses a cron in local time that names more times of a day than the scheduler can take up. */
function refuseTooOften({ rule, place }: Schedule): Refused<'INVALID_CRON'> | null {
  if (rule.type !== 'CRON' || place.kind !== 'LOCAL') return null;
  const times = timesOfDay(rule.cron, MAX_LOCAL_TIMES + 1);
  if (times <= MAX_LOCAL_TIMES) return null;
  return refuse(
    'INVALID_CRON',
    `schedule.cron: ${JSON.stringify(rule.cron)} names more than ${MAX_LOCAL_TIMES} times of a day, and with timezone LOCAL ` +
      'each of them comes at some forty moments. Name fewer minutes or hours, or a zone as timezone.',
  );
}

/** The first day of a month that a field of cron names; 1 where it names others than by their numbers. */
function firstDay(days: string): number {
  const starts = days.split(',').map((part) => /^(\d+)(?:-\d+)?(?:\/\d+)?$/.exec(part)?.[1] ?? '1');
  return Math.min(...starts.map(Number));
}

/**
 * What of a schedule a reader might not expect, in sentences: short months, above all.
 */
export function notesOf({ rule }: Schedule): readonly string[] {
  if (rule.type === 'MONTHLY' && rule.day > 28) {
    return [`In months without a day ${rule.day} it runs on their last day.`];
  }
  if (rule.type === 'CRON') {
    const [, , days = '', months = '', weekdays = ''] = rule.cron.split(' ');
    const first = firstDay(days);
    // A weekday that is restricted as well has runs of its own in every month.
    if (first > 28 && months === '*' && weekdays.startsWith('*')) {
      return [`Cron's own meaning: months without a day ${first} have no run. MONTHLY takes their last day instead.`];
    }
  }
  return [];
}

/** Checks a schedule that somebody saves now: it can be read, its end comes after its start, and it will run. */
export function checkSchedule(
  spec: ScheduleSpec,
  now: number,
): { readonly ok: true; readonly schedule: Schedule } | Refused<ScheduleErrorCode | 'SCHEDULE_IN_PAST'> {
  const parsed = parseSchedule(spec);
  if (!parsed.ok) return parsed;
  const { schedule } = parsed;
  const tooOften = refuseTooOften(schedule);
  if (tooOften !== null) return tooOften;
  const { rule, start, end } = schedule;
  if (start !== undefined && end !== undefined && !isBefore(start, end, schedule)) {
    return refuse(
      'SCHEDULE_END_BEFORE_START',
      `schedule.end: ${String(spec.end)} is not after schedule.start, ${String(spec.start)}.`,
    );
  }
  if (rule.type === 'AT' && lastInstant(schedule, rule.time) <= now) {
    return refuse(
      'SCHEDULE_IN_PAST',
      `schedule.at: ${String(spec.at)} (${placeText(schedule)}) has passed. Choose a later time, or NOW.`,
    );
  }
  if (end !== undefined && lastInstant(schedule, end) <= now) {
    return refuse('SCHEDULE_IN_PAST', `schedule.end: ${String(spec.end)} (${placeText(schedule)}) has passed.`);
  }
  if (rule.type !== 'NOW' && nextOccurrences({ schedule, since: now }, now, 1).length === 0) {
    return refuse(
      'SCHEDULE_NEVER_RUNS',
      'schedule: it never runs between its start (or now) and its end. Move the end, or choose another rule.',
    );
  }
  return { ok: true, schedule };
}

function placeText({ place }: Schedule): string {
  return place.kind === 'LOCAL' ? 'everywhere' : place.zone.name;
}
