import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  instantOf,
  isWithin,
  nextOccurrences,
  parseSchedule,
  wallAt,
  WEEKDAYS,
  windowEnd,
  zoneOf,
  type ScheduleSpec,
} from '../../../src/domain/schedule/index.ts';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const FROM = Date.UTC(2026, 0, 1);
const UNTIL = Date.UTC(2028, 0, 1);

/** Whole hours, half hours and quarters; north, south and none; set by one hour and by half of one. None is corrected by us. */
const ZONES = [
  'Asia/Seoul',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Pacific/Chatham',
  'Africa/Cairo',
];

const NIGHT = { start: 21 * 60, end: 8 * 60 };
const QUIET = { start: 12 * 60 + 30, end: 13 * 60 + 15 };

/** All days of both years take 20 s: `npm run test:schedules`. Otherwise those around changes of clocks, and one in thirty. */
const isWhole = process.env['EVERY_QUARTER'] !== undefined;
const RUNS = isWhole ? 300 : 50;
const DAYS = (UNTIL - FROM) / DAY;

/** The days to look at, counted from the first. */
function daysOf(zone: string): readonly number[] {
  const days = Array.from({ length: DAYS }, (_, day) => day);
  if (isWhole) return days;
  const changes: number[] = [];
  for (
    let change = new Temporal.ZonedDateTime(BigInt(FROM) * 1_000_000n, zone).getTimeZoneTransition('next');
    change !== null && change.epochMilliseconds < UNTIL;
    change = change.getTimeZoneTransition('next')
  ) {
    changes.push(Math.floor((change.epochMilliseconds - FROM) / DAY));
  }
  return days.filter((day) => day % 30 === 0 || changes.some((change) => Math.abs(change - day) <= 1));
}

/** The other library's answers: the wall of a zone at a moment, as if in UTC. */
function createOracle(zone: string): (at: number) => number {
  const known = new Map<number, number>();
  return (at) => {
    let offset = known.get(at);
    if (offset === undefined) {
      offset = new Temporal.ZonedDateTime(BigInt(at) * 1_000_000n, zone).offsetNanoseconds / 1_000_000;
      known.set(at, offset);
    }
    return at + offset;
  };
}

function quartersOf(day: number): readonly number[] {
  return Array.from({ length: DAY / QUARTER }, (_, quarter) => FROM + day * DAY + quarter * QUARTER);
}

/** The other library's moment of a wall: "compatible" is what RFC 5545 says. */
function oracleInstant(zone: string, wall: number): number {
  const date = new Date(wall);
  return new Temporal.PlainDateTime(
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
  ).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

function isInside(window: { start: number; end: number }, wall: number): boolean {
  const minute = (wall % DAY) / MINUTE;
  return window.start < window.end
    ? window.start <= minute && minute < window.end
    : window.start <= minute || minute < window.end;
}

function scheduleOf(spec: ScheduleSpec) {
  const parsed = parseSchedule(spec);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return { schedule: parsed.schedule, since: 0 };
}

function momentsOf(spec: ScheduleSpec, after: number, count: number): readonly number[] {
  return nextOccurrences(scheduleOf(spec), after, count).map(({ at }) => at);
}

describe.each(ZONES)('quarters of an hour of 2026 and 2027 in %s', (name) => {
  const zone = zoneOf(name);
  const days = daysOf(name);
  const oracle = createOracle(name);

  it('show on our clocks what they show on those of another library', () => {
    for (const at of days.flatMap(quartersOf)) {
      if (wallAt(zone, at) !== oracle(at)) expect([at, wallAt(zone, at)]).toEqual([at, oracle(at)]);
    }
  });

  it.each([
    ['night', NIGHT],
    ['quiet', QUIET],
  ])('are %s or not as another library has it, and until the same moment', (_what, window) => {
    for (const day of days) {
      // From the end: when a closed hour that begins here is over. It is within half a day.
      let open = Number.NaN;
      for (let at = FROM + (day + 1.75) * DAY; at >= FROM + day * DAY; at -= QUARTER) {
        const isClosed = isInside(window, oracle(at));
        if (!isClosed) open = at;
        if (at >= FROM + (day + 1) * DAY) continue;
        if (isWithin(window, zone, at) !== isClosed) expect([at, isWithin(window, zone, at)]).toEqual([at, isClosed]);
        const end = windowEnd(window, zone, at);
        if (end !== open) expect([at, end]).toEqual([at, open]);
      }
    }
  });

  it('as times on the wall are the moments of another library, also where clocks skip them or show them twice', () => {
    const expected = new Map<number, number>();
    for (const wall of days.flatMap(quartersOf)) {
      const at = oracleInstant(name, wall);
      expected.set(wall, at);
      if (instantOf(zone, wall) !== at) expect([wall, instantOf(zone, wall)]).toEqual([wall, at]);
    }
    // And as daily schedules: each has each local day once, at that moment.
    for (let minute = 0; minute < 1_440; minute += isWhole ? 15 : 75) {
      const time = new Date(minute * MINUTE).toISOString().slice(11, 16);
      const spec: ScheduleSpec = { type: 'DAILY', time, timezone: name, start: '2026-01-01', end: '2027-12-31' };
      const moments = momentsOf(spec, 0, 800);
      expect(moments).toHaveLength(DAYS);
      const right = days.map((day) => expected.get(FROM + day * DAY + minute * MINUTE));
      expect(days.map((day) => moments[day])).toEqual(right);
    }
  });
});

describe('schedules against another library', () => {
  const zones = fc.constantFrom(...ZONES);
  const time = fc.integer({ min: 0, max: 1_439 });
  const clock = (minute: number): string => new Date(minute * MINUTE).toISOString().slice(11, 16);
  const startDay = fc.integer({ min: 0, max: 700 });

  it('has the same weeks', () => {
    fc.assert(
      fc.property(
        zones,
        time,
        startDay,
        fc.integer({ min: 1, max: 5 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        (name, minute, day, every, days) => {
          const start = Temporal.PlainDate.from('2026-01-01').add({ days: day });
          const monday = start.subtract({ days: start.dayOfWeek - 1 });
          const right: number[] = [];
          for (let date = start; right.length < 12; date = date.add({ days: 1 })) {
            const week = Math.floor(monday.until(date).total('days') / 7);
            if (week % every !== 0 || !days.includes(date.dayOfWeek)) continue;
            right.push(date.toZonedDateTime({ timeZone: name, plainTime: clock(minute) }).epochMilliseconds);
          }
          const spec: ScheduleSpec = {
            ...{ type: 'WEEKLY', time: clock(minute), timezone: name, every, start: start.toString() },
            days: WEEKDAYS.filter((_, index) => days.includes(index + 1)),
          };
          expect(momentsOf(spec, 0, 12)).toEqual(right);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('has the same months, with the last day where a month is too short', () => {
    fc.assert(
      fc.property(
        zones,
        time,
        startDay,
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 31 }),
        (name, minute, day, every, dayOfMonth) => {
          const start = Temporal.PlainDate.from('2026-01-01').add({ days: day });
          const right: number[] = [];
          for (let months = 0; right.length < 12; months += every) {
            const first = start.with({ day: 1 }).add({ months });
            const date = first.with({ day: dayOfMonth }, { overflow: 'constrain' });
            if (Temporal.PlainDate.compare(date, start) < 0) continue;
            right.push(date.toZonedDateTime({ timeZone: name, plainTime: clock(minute) }).epochMilliseconds);
          }
          const spec: ScheduleSpec = {
            ...{ type: 'MONTHLY', time: clock(minute), timezone: name, every, start: start.toString(), dayOfMonth },
          };
          expect(momentsOf(spec, 0, 12)).toEqual(right);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('counts the same hours', () => {
    fc.assert(
      fc.property(zones, time, startDay, fc.integer({ min: 1, max: 30 }), (name, minute, day, every) => {
        const start = Temporal.PlainDate.from('2026-01-01').add({ days: day }).toZonedDateTime(name);
        const first = start.with({ minute: minute % 60 });
        const right = Array.from({ length: 24 }, (_, hour) => first.add({ hours: hour * every }).epochMilliseconds);
        const spec: ScheduleSpec = {
          ...{ type: 'HOURLY', every, minute: minute % 60, timezone: name, start: start.toPlainDate().toString() },
        };
        expect(momentsOf(spec, 0, 24)).toEqual(right);
      }),
      { numRuns: RUNS },
    );
  });

  it('runs by cron at the moments at which another library shows what its fields say', () => {
    const field = (min: number, max: number) =>
      fc.oneof(fc.constant('*'), fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 3 }));
    fc.assert(
      fc.property(
        zones,
        fc.uniqueArray(fc.constantFrom<number>(0, 15, 30, 45), { minLength: 1, maxLength: 2 }),
        field(0, 23),
        fc.oneof(field(1, 28), fc.constant('*/2')),
        field(1, 7),
        fc.constantFrom(
          '2026-03-07',
          '2026-03-28',
          '2026-04-04',
          '2026-04-23',
          '2026-10-03',
          '2026-10-24',
          '2026-10-31',
        ),
        (name, minutes, hours, days, weekdays, day) => {
          const text = (value: string | readonly number[]): string =>
            typeof value === 'string' ? value : value.join(',');
          const has = (value: string | readonly number[], one: number): boolean =>
            typeof value === 'string' ? value === '*' || one % 2 === 1 : value.includes(one);
          const isDay = (date: Temporal.PlainDateTime): boolean =>
            // Two restricted fields of days mean either, as in Vixie's cron, and a step over all is not restricted.
            typeof days !== 'string' && typeof weekdays !== 'string'
              ? has(days, date.day) || has(weekdays, date.dayOfWeek)
              : has(days, date.day) && has(weekdays, date.dayOfWeek);
          const after = Temporal.PlainDate.from(day).toZonedDateTime(name);
          const until = after.add({ days: 5 });
          const right = new Set<number>();
          const fits = (date: Temporal.PlainDateTime): boolean =>
            minutes.includes(date.minute) && has(hours, date.hour) && isDay(date);
          if (hours === '*') {
            for (let at = after.epochMilliseconds; at <= until.epochMilliseconds; at += QUARTER) {
              const shown = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(name);
              if (fits(shown.toPlainDateTime())) right.add(at);
            }
          } else {
            const last = until.toPlainDateTime();
            for (
              let wall = after.toPlainDateTime();
              Temporal.PlainDateTime.compare(wall, last) <= 0;
              wall = wall.add({ minutes: 15 })
            ) {
              if (fits(wall)) right.add(wall.toZonedDateTime(name).epochMilliseconds);
            }
          }
          const spec: ScheduleSpec = {
            ...{ type: 'CRON', timezone: name, start: after.toString({ timeZoneName: 'never' }) },
            ...{ cron: `${text(minutes)} ${text(hours)} ${text(days)} * ${text(weekdays)}` },
            end: until.toString({ timeZoneName: 'never' }),
          };
          expect(momentsOf(spec, 0, 1_000)).toEqual([...right].sort((a, b) => a - b));
        },
      ),
      { numRuns: RUNS / 2 },
    );
  });
});
