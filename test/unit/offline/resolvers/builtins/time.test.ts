import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDate } from '../../../../../src/offline/resolvers/builtins/date-pattern/format-date.ts';
import { parseDate } from '../../../../../src/offline/resolvers/builtins/date-pattern/parse-date.ts';
import { jsValue, NOW, vtlValue } from '../evaluation.ts';

describe('now', () => {
  it('comes from the sandbox clock', () => {
    expect(vtlValue('$util.time.nowISO8601()')).toBe('2026-11-23T12:34:56.789Z');
    expect(jsValue('[util.time.nowEpochSeconds(), util.time.nowEpochMilliSeconds()]')).toEqual([
      Math.floor(NOW / 1000),
      NOW,
    ]);
  });

  it('is formatted in a zone', () => {
    expect(jsValue("util.time.nowFormatted('yyyy-MM-dd HH:mm:ssZ')")).toBe('2026-11-23 12:34:56+0000');
    expect(jsValue("util.time.nowFormatted('yyyy-MM-dd HH:mm:ssZ', 'Australia/Perth')")).toBe(
      '2026-11-23 20:34:56+0800',
    );
  });
});

describe('Java date patterns', () => {
  it.each([
    ["EEE, d MMM yyyy 'at' h:mm a", 'Mon, 23 Nov 2026 at 9:34 PM'],
    ['EEEE MMMM dd yy', 'Monday November 23 26'],
    ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", '2026-11-23T21:34:56.789+09:00'],
    ['DDD kk KK SSSSSS', '327 21 09 789000'],
    ['X x XX ZZZZ VV', '+09 +09 +0900 GMT+09:00 Asia/Seoul'],
    ["''yyyy''", "'2026'"],
  ])('format %s', (pattern, expected) => {
    expect(formatDate(NOW, pattern, 'Asia/Seoul')).toBe(expected);
  });

  it('refuse letters the sandbox does not know, by name', () => {
    expect(() => formatDate(NOW, 'YYYY-ww', 'UTC')).toThrow('"YYYY" in the date pattern YYYY-ww is not supported');
    expect(() => formatDate(NOW, 'yyyy', 'Mars/Olympus')).toThrow('Mars/Olympus is not a time zone');
  });

  it('read back what they write, in any zone and around daylight saving', () => {
    const pattern = "yyyy-MM-dd'T'HH:mm:ss.SSSXXX";
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-02'), max: new Date('2100-01-01'), noInvalidDate: true }),
        fc.constantFrom('UTC', 'Asia/Seoul', 'America/New_York', 'Asia/Kolkata', '+05:30'),
        (date, timeZone) => {
          expect(parseDate(formatDate(date.getTime(), pattern, timeZone), pattern, undefined)).toBe(date.getTime());
        },
      ),
    );
  });

  it('read a time without an offset in the zone given', () => {
    expect(parseDate('23/11/2026 21:34', 'dd/MM/yyyy HH:mm', 'Asia/Seoul')).toBe(Date.UTC(2026, 10, 23, 12, 34));
    expect(parseDate('Nov 23 2026 9 PM', 'MMM dd yyyy h a', 'UTC')).toBe(Date.UTC(2026, 10, 23, 21));
    expect(() => parseDate('2026-02-30', 'yyyy-MM-dd', 'UTC')).toThrow('is not a date that exists');
    expect(() => parseDate('2026-02-03', 'yyyy-MM-dd', undefined)).toThrow('has no offset');
  });
});

it('converts ISO times and epochs', () => {
  expect(jsValue("util.time.parseISO8601ToEpochMilliSeconds('2018-02-01T17:21:05.180+08:00')")).toBe(1517476865180);
  expect(jsValue('util.time.epochMilliSecondsToISO8601(1517943695750)')).toBe('2018-02-06T19:01:35.750Z');
  expect(jsValue('util.time.epochMilliSecondsToSeconds(1517943695750)')).toBe(1517943695);
  expect(() => jsValue("util.time.parseISO8601ToEpochMilliSeconds('2018-02-01')")).toThrow('is not an ISO 8601 time');
});
