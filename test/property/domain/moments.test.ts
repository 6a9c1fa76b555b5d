import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEND_INPUT } from '../../../amplify/functions/external-send/arguments.ts';
import { moment } from '../../../amplify/functions/edge/moment.ts';
import { parseCustomer, parseImportLine } from '../../../src/domain/customer/index.ts';
import { readDate } from '../../../src/domain/consent/read-date.ts';
import { parseIsoTime } from '../../../src/domain/consent/index.ts';
import { parseSchedule } from '../../../src/domain/schedule/index.ts';
import { AWSDateTime } from '../../../src/offline/graphql/scalars/index.ts';
import { MANY_CASES } from './arbitraries.ts';

const padded = (number: number, length = 2): string => String(number).padStart(length, '0');
const upTo = (max: number) => fc.nat({ max });

/** How many days a month has; the year before 1 is 0, which is a leap year. */
function daysOf(year: number, month: number): number {
  const last = new Date(0);
  last.setUTCFullYear(year, month, 0);
  return last.getUTCDate();
}

/** Everything that the grammar of AWSDateTime allows, with the moment that it means. */
const written = fc
  .record({
    year: fc.integer({ min: -9_999, max: 9_999 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
    hour: upTo(23),
    minute: upTo(59),
    second: fc.option(upTo(59), { nil: undefined }),
    fraction: fc.option(fc.stringMatching(/^\d{1,9}$/), { nil: undefined }),
    offset: fc.option(fc.record({ sign: fc.constantFrom(1, -1), hours: upTo(17), minutes: upTo(59) }), {
      nil: undefined,
    }),
    offsetSeconds: fc.option(upTo(59), { nil: undefined }),
  })
  .filter(({ year, month, day }) => day <= daysOf(year, month))
  .map(({ year, month, day, hour, minute, second, fraction, offset, offsetSeconds }) => {
    const date = `${year < 0 ? '-' : ''}${padded(Math.abs(year), 4)}-${padded(month)}-${padded(day)}`;
    const seconds = second === undefined ? '' : `:${padded(second)}`;
    const rest = second === undefined || fraction === undefined ? '' : `.${fraction}`;
    const zone =
      offset === undefined
        ? 'Z'
        : `${offset.sign === 1 ? '+' : '-'}${padded(offset.hours)}:${padded(offset.minutes)}` +
          (offsetSeconds === undefined ? '' : `:${padded(offsetSeconds)}`);
    const away =
      offset === undefined ? 0 : offset.sign * (offset.hours * 3_600 + offset.minutes * 60 + (offsetSeconds ?? 0));
    const day0 = new Date(0);
    day0.setUTCFullYear(year, month - 1, day);
    const ofDay = hour * 3_600 + minute * 60 + (second ?? 0) - away;
    const millis = rest === '' ? 0 : Number(rest.slice(1, 4).padEnd(3, '0'));
    return {
      text: `${date}T${padded(hour)}:${padded(minute)}${seconds}${rest}${zone}`,
      time: day0.getTime() + ofDay * 1_000 + millis,
    };
  });

/** The same moment in each field of a call and of a line that takes one. */
function readByCustomers(text: string) {
  const called = parseCustomer({
    id: 'c',
    consent: { EMAIL: { ad: { state: 'GRANTED', at: text } } },
    activity: { lastActiveAt: text },
    endpoints: [{ channelType: 'GCM', address: 't', effectiveAt: text }],
  });
  const line = parseImportLine(JSON.stringify({ Id: 'e', ChannelType: 'GCM', Address: 't', EffectiveDate: text }));
  if (!called.ok || !line.ok) throw new Error(`${text} was refused.`);
  const { consent, activity, endpoints } = called.change;
  return {
    consent: consent.EMAIL?.ad?.at,
    effectiveAt: endpoints[0]?.effectiveAt,
    lastActiveAt: activity.lastActiveAt,
    line: line.change.endpoints[0]?.effectiveAt,
  };
}

describe('A13 moments', () => {
  it('are read alike by every command, in every spelling that the schema takes', () => {
    fc.assert(
      fc.property(written, ({ text, time }) => {
        expect(AWSDateTime.parseValue(text)).toBe(text);
        expect(parseIsoTime(text)).toBe(time);
        expect(moment.parse(text)).toBe(time);
        expect(readDate(text)).toBe(time);
        const call = { idempotencyKey: 'key', messageClass: 'TRANSACTIONAL', recipients: [], sendAt: text };
        expect(SEND_INPUT.parse(call).sendAt).toBe(time);
        const schedule = parseSchedule({ type: 'AT', at: text });
        expect(schedule.ok && schedule.schedule.rule).toEqual({ type: 'AT', time: { kind: 'INSTANT', at: time } });
        // What people and other systems write: letters in lower case, a comma, a blank for the T, blanks around.
        const others = [text.toLowerCase(), text.replace('.', ','), text.replace('T', ' '), ` ${text}\u00a0`];
        expect(others.map((other) => readDate(other))).toEqual(others.map(() => time));
        expect(readByCustomers(text)).toEqual({ consent: time, effectiveAt: time, lastActiveAt: time, line: time });
      }),
      { numRuns: MANY_CASES },
    );
  });

  it.each([
    ['2026-11-01T10:00+09:00', '2026-11-01T01:00:00.000Z'],
    ['2026-11-01T10:00:00+09:00:00', '2026-11-01T01:00:00.000Z'],
    ['2026-11-01T10:00:00.123456789Z', '2026-11-01T10:00:00.123Z'],
    ['0099-03-01T00:00:00Z', '0099-03-01T00:00:00.000Z'],
    ['2026-11-01T10:00:00-18:00', '2026-11-02T04:00:00.000Z'],
    ['2026-11-01t10:00:00z', '2026-11-01T10:00:00.000Z'],
    ['2026-11-01T10:00:00,5+09', '2026-11-01T01:00:00.500Z'],
    ['2028-02-29T23:59Z', '2028-02-29T23:59:00.000Z'],
    ['0000-02-29T00:00Z', '0000-02-29T00:00:00.000Z'],
    ['-2017-01-01T00:00Z', '-002017-01-01T00:00:00.000Z'],
  ])('such as %s', (text, iso) => {
    expect(new Date(moment.parse(text)).toISOString()).toBe(iso);
  });

  it.each([
    '2026-02-30T10:00:00Z',
    '2027-02-29T10:00:00Z',
    '1900-02-29T10:00:00Z',
    '2026-11-01T24:00:00Z',
    '2026-11-01T10:60Z',
    '2026-12-31T23:59:60Z',
    '2026-11-01T10:00:00+18:30',
    '2026-11-01T10:00:00.Z',
    '2026-11-01T10Z',
    'tomorrow',
    '',
  ])('that do not exist are refused: %j', (text) => {
    expect(parseIsoTime(text)).toBeNull();
    expect(moment.safeParse(text).success).toBe(false);
    expect(() => AWSDateTime.parseValue(text) as unknown).toThrow(/a valid DateTime Object/);
  });
});
