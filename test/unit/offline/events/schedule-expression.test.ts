import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScheduleExpression } from '../../../../src/offline/events/schedule-expression.ts';

const at = (text: string): number => Date.parse(text);
const MONDAY = at('2026-11-23T00:00:00Z');
const due = (expression: string, from: string, to: string, timezone?: string): string | undefined => {
  const found = parseScheduleExpression(expression, MONDAY, timezone)(at(from), at(to));
  return found === undefined ? undefined : new Date(found).toISOString();
};

describe('schedule expressions', () => {
  it.each([
    ['rate(1 minute)', '2026-11-23T00:00:30Z', '2026-11-23T00:01:00Z', '2026-11-23T00:01:00.000Z'],
    ['rate(2 hours)', '2026-11-23T00:00:00Z', '2026-11-23T07:00:00Z', '2026-11-23T06:00:00.000Z'],
    ['rate(1 day)', '2026-11-23T00:00:00Z', '2026-11-23T23:59:59Z', undefined],
    ['cron(0 12 * * ? *)', '2026-11-23T11:59:59Z', '2026-11-23T12:00:10Z', '2026-11-23T12:00:00.000Z'],
    ['cron(0/15 * ? * MON-FRI *)', '2026-11-23T10:01:00Z', '2026-11-23T10:44:00Z', '2026-11-23T10:30:00.000Z'],
    ['cron(0 8 1 * ? *)', '2026-11-23T00:00:00Z', '2026-12-02T00:00:00Z', '2026-12-01T08:00:00.000Z'],
    ['cron(0 8 L * ? *)', '2026-11-23T00:00:00Z', '2026-12-02T00:00:00Z', '2026-11-30T08:00:00.000Z'],
    ['cron(0 8 ? * 2#4 *)', '2026-11-22T00:00:00Z', '2026-12-02T00:00:00Z', '2026-11-23T08:00:00.000Z'],
    ['cron(0 8 ? * FRIL *)', '2026-11-20T00:00:00Z', '2026-12-02T00:00:00Z', '2026-11-27T08:00:00.000Z'],
    ['cron(0 8 29W * ? *)', '2026-11-23T00:00:00Z', '2026-12-02T00:00:00Z', '2026-11-30T08:00:00.000Z'],
    ['cron(0 8 * * ? 2027)', '2026-11-23T00:00:00Z', '2026-12-02T00:00:00Z', undefined],
    ['at(2026-11-23T09:00:00)', '2026-11-23T08:00:00Z', '2026-11-23T09:00:00Z', '2026-11-23T09:00:00.000Z'],
  ])('%s between %s and %s is due at %s', (expression, from, to, expected) => {
    expect(due(expression, from, to)).toBe(expected);
  });

  it('follow a time zone', () => {
    expect(due('cron(0 8 * * ? *)', '2026-11-22T22:00:00Z', '2026-11-22T23:30:00Z', 'Asia/Seoul')).toBe(
      '2026-11-22T23:00:00.000Z',
    );
  });

  it.each([
    'rate(0 minutes)',
    'rate(5 seconds)',
    'cron(* * * * *)',
    'cron(61 * * * ? *)',
    'cron(0 0 1 * MON *)',
    'every day',
    'at(soon)',
  ])('refuse %s', (expression) => {
    expect(() => parseScheduleExpression(expression, 0)).toThrow();
  });

  it('find each due minute of a rate exactly once, however the time is sliced', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.integer({ min: 1, max: 59_000 }), { minLength: 1, maxLength: 60 }),
        (minutes, steps) => {
          const latest = parseScheduleExpression(`rate(${minutes} minutes)`, 0);
          let now = 0;
          let count = 0;
          for (const step of steps) {
            if (latest(now, now + step) !== undefined) count += 1;
            now += step;
          }
          expect(count).toBe(Math.floor(now / (minutes * 60_000)));
        },
      ),
    );
  });
});
