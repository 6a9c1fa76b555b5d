/** @module Schedules: zones, what clocks show when, occurrences, closed hours and waits. */
export { checkSchedule, notesOf } from './check-schedule.ts';
export { dueOccurrences, type DueOccurrence } from './due-occurrences.ts';
export { holdUntil, type ClosedHours, type Hold } from './hold-until.ts';
export { koreanDay, koreanMidnight, SEOUL_OFFSET_MS } from './korean-day.ts';
export { whereIn, type LocalTime } from './local-parts.ts';
export { localMoment, type LocalMoment } from './local-moment.ts';
export { isWithin, localMinuteOfDay, readWindow, windowEnd, type LocalWindow } from './local-window.ts';
export { nextOccurrences, occurrencesBetween, type Occurrence, type ScheduleInForce } from './occurrences.ts';
export { OCCURRENCE_STATES, type OccurrenceRecord } from './occurrence-record.ts';
export { parseSchedule, type ScheduleErrorCode } from './parse-schedule.ts';
export {
  LOCAL,
  MISSED_RULES,
  PASSED_RULES,
  SCHEDULE_TYPES,
  WEEKDAYS,
  type MissedRule,
  type PassedRule,
  type Schedule,
  type ScheduleSpec,
  type ScheduleType,
  type Weekday,
} from './schedule.ts';
export { settleDue, type Settled } from './settle-due.ts';
export { checkWait, waitUntil, WAIT_REASONS, type Wait, type WaitReason } from './wait.ts';
export { instantOf, wallAt, wallText, type WallTime } from './wall-time.ts';
export { describeZoneData, type ZoneData } from './zone-data.ts';
export { zoneOf, type Zone } from './zone.ts';
