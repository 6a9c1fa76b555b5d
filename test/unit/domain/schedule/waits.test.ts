import { describe, expect, it } from 'vitest';
import { checkWait, WAIT_REASONS, waitUntil, zoneOf, type Wait } from '../../../../src/domain/schedule/index.ts';

const at = (text: string): number => Date.parse(text);
const SINCE = at('2026-12-01T00:00:00Z');
const BEFORE_END: Wait = { type: 'UNTIL_ATTRIBUTE', attribute: 'MembershipEnd', daysBefore: 2, time: '10:00' };

function answer(value: string | undefined, timezone?: string): string {
  const until = waitUntil(BEFORE_END, { value, zone: zoneOf(timezone), since: SINCE });
  return until.ok ? new Date(until.at).toISOString().slice(0, 16) : until.reason;
}

describe('a wait', () => {
  it("C18 until two days before an attribute is over at the step's hour, or has a reason of its own", () => {
    expect(answer('2026-12-20')).toBe('2026-12-18T01:00');
    expect(answer(undefined)).toBe('WAIT_DATE_MISSING');
    expect(answer('  ')).toBe('WAIT_DATE_MISSING');
    expect(answer('soon')).toBe('WAIT_DATE_UNREADABLE');
    expect(answer('2026-02-30')).toBe('WAIT_DATE_UNREADABLE');
    expect(answer('2026-11-01')).toBe('WAIT_DATE_PASSED');
    expect(['', 'soon', '2026-11-01'].map((value) => answer(value))).toEqual(WAIT_REASONS);
  });

  it("C18 takes the day as it is written, a moment's by the customer's calendar, and the hour on the customer's clocks", () => {
    expect(answer('2026-12-20', 'America/New_York')).toBe('2026-12-18T15:00');
    expect(answer('2026. 12. 20.')).toBe('2026-12-18T01:00');
    expect(answer('2026-12-20T23:00:00Z')).toBe('2026-12-19T01:00');
    expect(answer('2026-12-20T23:00:00Z', 'America/New_York')).toBe('2026-12-18T15:00');
    expect(answer('2026-12-20T23:00:00')).toBe('2026-12-18T01:00');
  });

  it.each(['2026-02-30', 'soon', '', '2026-12-20T10:00'])(
    'C18 until the constant %j is refused when it is saved',
    (date) => {
      const wait: Wait = { type: 'UNTIL_DATE', date, daysBefore: 2, time: '10:00' };
      expect(checkWait(wait, SINCE)).toMatchObject({ ok: false, error: { code: 'INVALID_WAIT' } });
    },
  );

  it('C18 until a constant that has passed is refused, and one to come is over at its hour', () => {
    const wait: Wait = { type: 'UNTIL_DATE', date: '2026-12-20', daysBefore: 2, time: '10:00' };
    expect(checkWait(wait, SINCE)).toBeNull();
    const late = checkWait(wait, at('2026-12-18T01:00:00Z'));
    expect(late?.error.message).toContain('has passed');
    expect(waitUntil(wait, { zone: zoneOf('Asia/Kolkata'), since: SINCE })).toEqual({
      ok: true,
      at: at('2026-12-18T04:30:00Z'),
    });
  });

  it('of a length is over after it, and is refused when it is none', () => {
    expect(waitUntil({ type: 'DURATION', minutes: 90 }, { zone: zoneOf(undefined), since: SINCE })).toEqual({
      ok: true,
      at: SINCE + 5_400_000,
    });
    for (const minutes of [-1, 1.5, Number.NaN, 366 * 1_440 + 1]) {
      expect(checkWait({ type: 'DURATION', minutes }, SINCE)).toMatchObject({ error: { code: 'INVALID_WAIT' } });
    }
    expect(checkWait({ ...BEFORE_END, time: '25:00' }, SINCE)).toMatchObject({ error: { code: 'INVALID_WAIT' } });
    expect(checkWait({ ...BEFORE_END, attribute: '' }, SINCE)).toMatchObject({ error: { code: 'INVALID_WAIT' } });
    expect(checkWait({ ...BEFORE_END, daysBefore: -1 }, SINCE)).toMatchObject({ error: { code: 'INVALID_WAIT' } });
    expect(checkWait(BEFORE_END, SINCE)).toBeNull();
  });
});
