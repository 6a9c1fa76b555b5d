import { describe, expect, it } from 'vitest';
import {
  checkSchedule,
  nextOccurrences,
  notesOf,
  occurrencesBetween,
  parseSchedule,
  settleDue,
  type ScheduleInForce,
  type ScheduleSpec,
} from '../../../../src/domain/schedule/index.ts';

const at = (text: string): number => Date.parse(text);
const iso = (moment: number): string => `${new Date(moment).toISOString().slice(0, 16)}Z`;

function inForce(spec: ScheduleSpec, since = '2026-01-01T00:00:00Z'): ScheduleInForce {
  const parsed = parseSchedule(spec);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return { schedule: parsed.schedule, since: at(since) };
}

function next(spec: ScheduleSpec, after: string, count: number, since?: string): readonly string[] {
  return nextOccurrences(inForce(spec, since), at(after), count).map((occurrence) => iso(occurrence.at));
}

const daily = (time: string, timezone: string): ScheduleSpec => ({ type: 'DAILY', time, timezone });

describe('occurrences', () => {
  it('C1 has the Sunday on which clocks change', () => {
    const sundays: ScheduleSpec = { type: 'WEEKLY', days: ['SUN'], time: '08:00', timezone: 'America/Chicago' };
    expect(next(sundays, '2026-03-08T05:45:00Z', 2)).toEqual(['2026-03-08T13:00Z', '2026-03-15T13:00Z']);
    expect(next(sundays, '2026-03-01T00:00:00Z', 3)).toEqual([
      '2026-03-01T14:00Z',
      '2026-03-08T13:00Z',
      '2026-03-15T13:00Z',
    ]);
    expect(next({ ...sundays, timezone: 'Europe/Berlin' }, '2026-03-28T23:45:00Z', 1)).toEqual(['2026-03-29T06:00Z']);
    const cron: ScheduleSpec = { type: 'CRON', cron: '0 8 * * SUN', timezone: 'America/Chicago' };
    expect(next(cron, '2026-03-08T05:45:00Z', 2)).toEqual(['2026-03-08T13:00Z', '2026-03-15T13:00Z']);
  });

  it.each([
    ['DAILY', daily('02:30', 'America/New_York'), daily('01:30', 'America/New_York')],
    [
      'CRON',
      { type: 'CRON', cron: '30 2 * * *', timezone: 'America/New_York' },
      { type: 'CRON', cron: '30 1 * * *', timezone: 'America/New_York' },
    ],
  ] as const)('C2 has each local date once where clocks skip a time or show it twice (%s)', (_type, gap, overlap) => {
    expect(next(gap, '2026-03-07T00:00:00Z', 3)).toEqual([
      '2026-03-07T07:30Z',
      '2026-03-08T07:30Z',
      '2026-03-09T06:30Z',
    ]);
    expect(next(overlap, '2026-10-31T00:00:00Z', 3)).toEqual([
      '2026-10-31T05:30Z',
      '2026-11-01T05:30Z',
      '2026-11-02T06:30Z',
    ]);
    // Asked between the two 01:30, and in the middle of the gap.
    expect(next(overlap, '2026-11-01T05:30:00Z', 1)).toEqual(['2026-11-02T06:30Z']);
    expect(next(gap, '2026-03-08T07:10:00Z', 1)).toEqual(['2026-03-08T07:30Z']);
  });

  it('C2 does not double a cron of which two times fall on one moment', () => {
    const spec: ScheduleSpec = { type: 'CRON', cron: '0,30 1,2,3 * * *', timezone: 'America/New_York' };
    expect(next(spec, '2026-03-08T05:00:00Z', 5)).toEqual([
      '2026-03-08T06:00Z',
      '2026-03-08T06:30Z',
      '2026-03-08T07:00Z',
      '2026-03-08T07:30Z',
      '2026-03-09T05:00Z',
    ]);
  });

  it('C2 has every hour that passes, and none twice, when hours are counted', () => {
    for (const spec of [
      { type: 'HOURLY', timezone: 'America/New_York', minute: 30 },
      { type: 'CRON', cron: '30 * * * *', timezone: 'America/New_York' },
    ] as const) {
      expect(next(spec, '2026-11-01T04:00:00Z', 4)).toEqual([
        '2026-11-01T04:30Z',
        '2026-11-01T05:30Z',
        '2026-11-01T06:30Z',
        '2026-11-01T07:30Z',
      ]);
      expect(next(spec, '2026-03-08T06:00:00Z', 3)).toEqual([
        '2026-03-08T06:30Z',
        '2026-03-08T07:30Z',
        '2026-03-08T08:30Z',
      ]);
      const ids = nextOccurrences(inForce(spec), at('2026-11-01T04:00:00Z'), 4).map(({ id }) => id);
      expect(new Set(ids).size).toBe(4);
    }
  });

  it('counts every n hours by hours that pass, from the start', () => {
    const spec: ScheduleSpec = { type: 'HOURLY', every: 6, start: '2026-10-31T01:00', timezone: 'America/New_York' };
    expect(next(spec, '2026-10-31T00:00:00Z', 6)).toEqual([
      '2026-10-31T05:00Z',
      '2026-10-31T11:00Z',
      '2026-10-31T17:00Z',
      '2026-10-31T23:00Z',
      '2026-11-01T05:00Z',
      '2026-11-01T11:00Z',
    ]);
  });

  it('C3 runs on the last day of a month that is too short, says so, and comes back to the 31st', () => {
    const spec: ScheduleSpec = { type: 'MONTHLY', dayOfMonth: 31, time: '10:00', start: '2026-10-01' };
    expect(next(spec, '2026-10-01T00:00:00Z', 6)).toEqual([
      '2026-10-31T01:00Z',
      '2026-11-30T01:00Z',
      '2026-12-31T01:00Z',
      '2027-01-31T01:00Z',
      '2027-02-28T01:00Z',
      '2027-03-31T01:00Z',
    ]);
    expect(notesOf(inForce(spec).schedule)).toEqual(['In months without a day 31 it runs on their last day.']);
    expect(next({ ...spec, every: 2 }, '2026-10-01T00:00:00Z', 3)).toEqual([
      '2026-10-31T01:00Z',
      '2026-12-31T01:00Z',
      '2027-02-28T01:00Z',
    ]);
  });

  it('C3 keeps the meaning of cron for the 31st, and refuses what can never run', () => {
    const spec: ScheduleSpec = { type: 'CRON', cron: '0 10 31 * *', timezone: 'Asia/Seoul' };
    expect(next(spec, '2026-10-01T00:00:00Z', 4)).toEqual([
      '2026-10-31T01:00Z',
      '2026-12-31T01:00Z',
      '2027-01-31T01:00Z',
      '2027-03-31T01:00Z',
    ]);
    expect(notesOf(inForce(spec).schedule)[0]).toContain('months without a day 31 have no run');
    const notes = (cron: string) => notesOf(inForce({ ...spec, cron }).schedule);
    expect(notes('0 10 30,31 * *')[0]).toContain('months without a day 30 have no run');
    expect(notes('0 10 29-31 * *')[0]).toContain('months without a day 29 have no run');
    // Every month has one of these days.
    for (const cron of ['0 10 1-31 * *', '0 10 1,31 * *', '0 10 */31 * *', '0 10 L * *', '0 10 31 * MON']) {
      expect(notes(cron)).toEqual([]);
    }
    for (const cron of ['0 10 31 2 *', '0 10 30 2 *', '0 10 31 4,6,9,11 *']) {
      const refused = checkSchedule({ type: 'CRON', cron }, at('2026-12-01T00:00:00Z'));
      expect(refused).toMatchObject({ ok: false, error: { code: 'SCHEDULE_NEVER_RUNS' } });
    }
    expect(next({ ...spec, cron: '0 10 29 2 *' }, '2026-10-01T00:00:00Z', 2)).toEqual([
      '2028-02-29T01:00Z',
      '2032-02-29T01:00Z',
    ]);
  });

  it.each([
    ['0 10 */2 * MON', ['2026-12-07', '2026-12-21', '2027-01-11', '2027-01-25']],
    ['0 10 1 * */2', ['2026-12-01', '2027-04-01', '2027-05-01', '2027-06-01']],
    ['0 10 * * MON', ['2026-12-07', '2026-12-14', '2026-12-21', '2026-12-28']],
    ['0 10 15 * MON', ['2026-12-07', '2026-12-14', '2026-12-15', '2026-12-21']],
  ])(
    'joins the days of the cron %s as Vixie’s cron does: by either only where none begins with a wildcard',
    (cron, days) => {
      const spec: ScheduleSpec = { type: 'CRON', cron, timezone: 'Asia/Seoul' };
      expect(
        next(spec, '2026-11-30T15:00:00Z', 4, '2026-11-30T00:00:00Z').map((moment) => moment.slice(0, 10)),
      ).toEqual(days);
    },
  );

  it('C4 is two weeks apart over a year of 53 weeks', () => {
    const spec: ScheduleSpec = { type: 'WEEKLY', every: 2, days: ['MON'], time: '10:00', start: '2026-12-14' };
    const expected = ['2026-12-14T01:00Z', '2026-12-28T01:00Z', '2027-01-11T01:00Z', '2027-01-25T01:00Z'];
    expect(next(spec, '2026-12-01T00:00:00Z', 4)).toEqual(expected);
    // The weeks are those of the start, whoever asks when.
    expect(next(spec, '2027-01-05T00:00:00Z', 2)).toEqual(expected.slice(2));
    expect(next({ ...spec, days: ['THU', 'MON'], start: '2026-12-17' }, '2026-12-01T00:00:00Z', 3)).toEqual([
      '2026-12-17T01:00Z',
      '2026-12-28T01:00Z',
      '2026-12-31T01:00Z',
    ]);
  });

  it('C5 has no missed occurrence after a change: next is tomorrow, and the old time does not come', () => {
    const changed = inForce(daily('05:50', 'Asia/Seoul'), '2026-12-01T22:14:00Z');
    const lastLook = at('2026-12-01T20:41:00Z');
    const between = occurrencesBetween(changed, { after: lastLook, until: at('2026-12-02T20:49:59Z'), limit: 10 });
    expect(between.occurrences).toEqual([]);
    expect(nextOccurrences(changed, lastLook, 2).map((one) => iso(one.at))).toEqual([
      '2026-12-02T20:50Z',
      '2026-12-03T20:50Z',
    ]);
  });

  it('C6 puts every occurrence on record after days of silence, and runs none or the last by the rule', () => {
    const from = { after: at('2026-11-30T23:30:00Z'), until: at('2026-12-03T03:00:00Z'), limit: 100 };
    const now = from.until;
    const due = (spec: ScheduleSpec) => {
      const force = inForce(spec);
      return settleDue(occurrencesBetween(force, from).occurrences, force.schedule, now);
    };
    const ids = ['2026-12-01T09:00_asia-seoul', '2026-12-02T09:00_asia-seoul', '2026-12-03T09:00_asia-seoul'];
    const skipped = due({ ...daily('09:00', 'Asia/Seoul'), missed: 'SKIP' });
    expect(skipped.run).toEqual([]);
    expect(skipped.missed.map(({ id }) => id)).toEqual(ids);
    expect(skipped.missed.map((one) => iso(one.at))).toEqual([
      '2026-12-01T00:00Z',
      '2026-12-02T00:00Z',
      '2026-12-03T00:00Z',
    ]);
    const madeUp = due({ ...daily('09:00', 'Asia/Seoul'), missed: 'MAKE_UP' });
    expect(madeUp.run.map(({ id }) => id)).toEqual(ids.slice(2));
    expect(madeUp.missed.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const expired = due({ ...daily('09:00', 'Asia/Seoul'), missed: 'MAKE_UP', makeUpWithinMinutes: 179 });
    expect([expired.run.length, expired.missed.length]).toEqual([0, 3]);
    expect(next(daily('09:00', 'Asia/Seoul'), '2026-12-03T03:00:00Z', 1)).toEqual(['2026-12-04T00:00Z']);
  });

  it('C6 knows an occurrence by the same id whoever finds it, and on time needs no rule', () => {
    const force = inForce(daily('09:00', 'Asia/Seoul'));
    const bell = occurrencesBetween(force, {
      after: at('2026-11-30T23:59:30Z'),
      until: at('2026-12-01T00:00:30Z'),
      limit: 9,
    });
    const sweep = occurrencesBetween(force, {
      after: at('2026-11-30T23:00:00Z'),
      until: at('2026-12-01T00:00:31Z'),
      limit: 9,
    });
    expect(bell.occurrences).toEqual(sweep.occurrences);
    expect(settleDue(bell.occurrences, force.schedule, at('2026-12-01T00:14:59Z')).run).toHaveLength(1);
    expect(settleDue(bell.occurrences, force.schedule, at('2026-12-01T00:16:00Z')).run).toHaveLength(0);
    expect(new Set(nextOccurrences(force, at('2026-12-01T00:00:00Z'), 50).map(({ id }) => id)).size).toBe(50);
  });

  it('has what begins at the start, and ends with the end, both included', () => {
    const spec: ScheduleSpec = { ...daily('10:00', 'Asia/Seoul'), start: '2026-12-01T10:00', end: '2026-12-03T10:00' };
    expect(next(spec, '2026-01-01T00:00:00Z', 9)).toEqual([
      '2026-12-01T01:00Z',
      '2026-12-02T01:00Z',
      '2026-12-03T01:00Z',
    ]);
    expect(next({ ...spec, end: '2026-12-02' }, '2026-01-01T00:00:00Z', 9)).toHaveLength(2);
    expect(next({ ...spec, start: '2026-12-01T01:00:01Z' }, '2026-01-01T00:00:00Z', 1)).toEqual(['2026-12-02T01:00Z']);
  });

  it('counts days from the start', () => {
    const spec: ScheduleSpec = { ...daily('10:00', 'Asia/Seoul'), every: 10, start: '2026-12-05' };
    expect(next(spec, '2026-12-06T00:00:00Z', 3)).toEqual([
      '2026-12-15T01:00Z',
      '2026-12-25T01:00Z',
      '2027-01-04T01:00Z',
    ]);
  });

  it('has a moment once, be it named by an offset or by a wall', () => {
    const second: ScheduleSpec = { type: 'AT', at: '2026-11-01T01:30:00-05:00', timezone: 'America/New_York' };
    expect(next(second, '2026-10-01T00:00:00Z', 3)).toEqual(['2026-11-01T06:30Z']);
    expect(next({ ...second, at: '2026-11-01T01:30' }, '2026-10-01T00:00:00Z', 3)).toEqual(['2026-11-01T05:30Z']);
    expect(next(second, '2026-11-01T06:30:00Z', 3)).toEqual([]);
    expect(next({ type: 'NOW' }, '2026-10-01T00:00:00Z', 3)).toEqual([]);
  });

  it('says when there are more than somebody asked for', () => {
    const window = { after: at('2026-12-01T00:00:00Z'), until: at('2026-12-31T00:00:00Z'), limit: 5 };
    expect(occurrencesBetween(inForce(daily('10:00', 'Asia/Seoul')), window)).toMatchObject({ isCut: true });
    expect(occurrencesBetween(inForce(daily('10:00', 'Asia/Seoul')), { ...window, limit: 30 }).isCut).toBe(false);
  });
});
