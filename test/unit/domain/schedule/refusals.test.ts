import { describe, expect, it } from 'vitest';
import { checkSchedule, type ScheduleSpec } from '../../../../src/domain/schedule/index.ts';

const NOW = Date.parse('2026-12-01T00:00:00Z');
const DAILY: ScheduleSpec = { type: 'DAILY', time: '10:00' };

function check(spec: ScheduleSpec): string {
  const checked = checkSchedule(spec, NOW);
  return checked.ok ? 'ok' : `${checked.error.code} ${checked.error.message}`;
}

describe('a schedule that is saved', () => {
  it.each<[string, ScheduleSpec, RegExp]>([
    [
      'a moment that has passed',
      { type: 'AT', at: '2026-12-01T08:59' },
      /^SCHEDULE_IN_PAST schedule\.at: .*Asia\/Seoul/,
    ],
    ['this very moment', { type: 'AT', at: '2026-12-01T00:00:00Z' }, /^SCHEDULE_IN_PAST/],
    [
      'a local time that has passed everywhere',
      { type: 'AT', at: '2026-11-30T12:00', timezone: 'LOCAL' },
      /^SCHEDULE_IN_PAST/,
    ],
    ['an end that has passed', { ...DAILY, end: '2026-11-30' }, /^SCHEDULE_IN_PAST schedule\.end/],
    ['an end before the start', { ...DAILY, start: '2026-12-10', end: '2026-12-09' }, /^SCHEDULE_END_BEFORE_START/],
    [
      'an end at the start',
      { ...DAILY, start: '2026-12-10T10:00', end: '2026-12-10T10:00' },
      /^SCHEDULE_END_BEFORE_START/,
    ],
    ['a zone that does not exist', { ...DAILY, timezone: 'Asia/Seul' }, /^UNKNOWN_ZONE .*"Asia\/Seul".*Asia\/Seoul/],
    ['an abbreviation for a zone', { ...DAILY, timezone: 'KST' }, /^UNKNOWN_ZONE/],
    [
      'no Monday between start and end',
      { type: 'WEEKLY', days: ['MON'], time: '10:00', start: '2026-12-08', end: '2026-12-13' },
      /^SCHEDULE_NEVER_RUNS/,
    ],
    ['a cron with six fields', { type: 'CRON', cron: '0 0 10 * * *' }, /^INVALID_CRON .*five fields/],
    ['a cron of nonsense', { type: 'CRON', cron: 'every day at ten o’clock' }, /^INVALID_CRON/],
    ['a cron with an hour that is none', { type: 'CRON', cron: '0 24 * * *' }, /^INVALID_CRON .*hour: 24/],
    ['a cron whose meaning changes with the moment', { type: 'CRON', cron: '? 10 * * *' }, /^INVALID_CRON/],
    ['no cron', { type: 'CRON' }, /^INVALID_CRON/],
    ['a day that does not exist', { type: 'AT', at: '2027-02-30T10:00' }, /^INVALID_SCHEDULE .*day that exists/],
    ['a day without a time', { type: 'AT', at: '2027-02-28' }, /^INVALID_SCHEDULE .*time of day/],
    ['no moment', { type: 'AT' }, /^INVALID_SCHEDULE schedule\.at: is missing/],
    [
      'a moment for everybody in their own time',
      { type: 'AT', at: '2026-12-24T10:00:00+09:00', timezone: 'LOCAL' },
      /^INVALID_SCHEDULE/,
    ],
    ['hours in local time', { type: 'HOURLY', timezone: 'LOCAL' }, /^INVALID_SCHEDULE schedule\.timezone/],
    [
      'a cron of hours in local time',
      { type: 'CRON', cron: '0 * * * *', timezone: 'LOCAL' },
      /^INVALID_SCHEDULE schedule\.cron/,
    ],
    ['no time of day', { type: 'DAILY' }, /^INVALID_SCHEDULE schedule\.time/],
    ['a time of day that is none', { type: 'DAILY', time: '24:00' }, /^INVALID_SCHEDULE schedule\.time/],
    ['no day of the week', { type: 'WEEKLY', time: '10:00', days: [] }, /^INVALID_SCHEDULE schedule\.days/],
    ['a 32nd', { type: 'MONTHLY', time: '10:00', dayOfMonth: 32 }, /^INVALID_SCHEDULE schedule\.dayOfMonth/],
    [
      'every second week of nobody knows which',
      { type: 'WEEKLY', time: '10:00', days: ['MON'], every: 2 },
      /^INVALID_SCHEDULE schedule\.start/,
    ],
    ['every 0 days', { ...DAILY, every: 0 }, /^INVALID_SCHEDULE schedule\.every/],
    ['every half day', { ...DAILY, every: 0.5 }, /^INVALID_SCHEDULE schedule\.every/],
    ['a field that says nothing', { ...DAILY, cron: '0 10 * * *' }, /^INVALID_SCHEDULE schedule\.cron: says nothing/],
    [
      'a start of a campaign that somebody launches',
      { type: 'NOW', start: '2026-12-10' },
      /^INVALID_SCHEDULE schedule\.start/,
    ],
    [
      'a making up without end',
      { ...DAILY, missed: 'MAKE_UP', makeUpWithinMinutes: 100_000 },
      /^INVALID_SCHEDULE schedule\.makeUpWithinMinutes/,
    ],
    [
      'who has passed, where nobody can have',
      { type: 'AT', at: '2026-12-24T10:00', passed: 'NEXT_DAY' },
      /^INVALID_SCHEDULE schedule\.passed/,
    ],
  ])('is refused with what to do: %s', (_what, spec, message) => {
    expect(check(spec)).toMatch(message);
  });

  it.each<[string, ScheduleSpec]>([
    ['now', { type: 'NOW' }],
    ['at a moment to come', { type: 'AT', at: '2026-12-01T09:01' }],
    ['at a local time that is still to come somewhere', { type: 'AT', at: '2026-11-30T12:01', timezone: 'LOCAL' }],
    ['every hour', { type: 'HOURLY', minute: 15 }],
    ['every day of one day', { ...DAILY, start: '2026-12-10', end: '2026-12-10' }],
    ['from a day that has passed', { ...DAILY, start: '2026-01-01' }],
    ['the last day of the month, by cron', { type: 'CRON', cron: '0 10 L * *', timezone: 'rok' }],
    ['working days', { type: 'CRON', cron: '  30 9 * * MON-FRI ', timezone: 'LOCAL' }],
  ])('is accepted: %s', (_what, spec) => {
    expect(check(spec)).toBe('ok');
  });
});
