import { describe, expect, it } from 'vitest';
import { zoneOf } from '../../../../src/domain/schedule/index.ts';
import { checkTrigger, isTheirs, waitOf, type CampaignTrigger } from '../../../../src/domain/trigger/index.ts';

const NOW = Date.parse('2026-12-01T10:00:30+09:00');
const MINUTE = 60_000;
const TRIGGER: CampaignTrigger = {
  event: 'signed up',
  rule: { kind: 'ONCE' },
  expiresAfterMinutes: 1_440,
  wait: { type: 'DURATION', minutes: 60 },
};

describe('the trigger of a campaign', () => {
  it.each([
    ['an event without a name', { event: ' ' }, 'trigger.event'],
    ['days that are none', { rule: { kind: 'ONCE_IN_DAYS', days: 0 } }, 'trigger.rule.days'],
    ['an expiry that is none', { expiresAfterMinutes: 0 }, 'trigger.expiresAfterMinutes'],
    ['a wait that is longer than the message is of use', { expiresAfterMinutes: 60 }, 'never over'],
    [
      'C18 a day that does not exist',
      { wait: { type: 'UNTIL_DATE', date: '2026-02-30', daysBefore: 0, time: '10:00' } },
      'wait.date',
    ],
  ] as const)('refuses %s, with what to do', (_, change, words) => {
    expect(checkTrigger(TRIGGER, NOW)).toBeNull();
    expect(checkTrigger({ ...TRIGGER, ...change }, NOW)?.error.message).toContain(words);
  });

  it('has everybody wait for a minute that follows from the event alone', () => {
    const seoul = { value: undefined, zone: zoneOf('Asia/Seoul') };
    const { minute, entry } = waitOf(TRIGGER, { customerId: 'a', at: NOW }, seoul);
    expect(minute * MINUTE).toBe(Date.parse('2026-12-01T11:01:00+09:00'));
    expect(entry).toEqual({ customerId: 'a', at: NOW });
  });

  it.each([
    ['2026-12-20', '2026-12-18T10:00:00+09:00', undefined],
    [undefined, '2026-12-01T10:01:00+09:00', 'WAIT_DATE_MISSING'],
    ['soon', '2026-12-01T10:01:00+09:00', 'WAIT_DATE_UNREADABLE'],
    ['2026-02-30', '2026-12-01T10:01:00+09:00', 'WAIT_DATE_UNREADABLE'],
    ['2026-11-01', '2026-12-01T10:01:00+09:00', 'WAIT_DATE_PASSED'],
  ] as const)('C18 waits until two days before %s, or leaves at once with its reason', (value, due, reason) => {
    const wait = { type: 'UNTIL_ATTRIBUTE', attribute: 'MembershipEnd', daysBefore: 2, time: '10:00' } as const;
    const zone = zoneOf('Asia/Seoul');
    const { minute, entry } = waitOf({ ...TRIGGER, wait }, { customerId: 'a', at: NOW }, { value, zone });
    expect(minute * MINUTE).toBe(Date.parse(due));
    expect(entry).toEqual({ customerId: 'a', at: NOW, ...(reason === undefined ? {} : { reason }) });
  });

  it('counts an entry only when the history knows it, unless every time counts', () => {
    const history = { lastAt: NOW, decidedAt: NOW + 5 };
    const until = NOW + 5;
    const known = (at: number): boolean => isTheirs({ kind: 'ONCE' }, history, { at }, until);
    expect([known(NOW), known(NOW + 1)]).toEqual([true, false]);
    const nobody = { lastAt: null, decidedAt: 0 };
    expect(isTheirs({ kind: 'ONCE_IN_DAYS', days: 7 }, nobody, { at: NOW }, until)).toBe(false);
    expect(isTheirs({ kind: 'EVERY_TIME' }, nobody, { at: NOW }, until)).toBe(true);
    const placed = (at: number): boolean =>
      isTheirs({ kind: 'EVERY_TIME' }, { ...history, placed: [NOW] }, { at, isPlaced: true }, until);
    expect([placed(NOW), placed(NOW + 1)]).toEqual([true, false]);
  });

  it('counts each entry that the history knows by when it was decided itself, not by when the latest was', () => {
    const rule = { kind: 'ONCE_IN_DAYS', days: 1 } as const;
    const first = NOW - 2 * 1_440 * MINUTE;
    const history = { lastAt: NOW, decidedAt: NOW + 5, earlier: [{ at: first, decidedAt: first + 5 }] };
    const counts = (at: number, until: number): boolean => isTheirs(rule, history, { at }, until);
    expect([counts(first, first + 4), counts(first, first + 5)]).toEqual([false, true]);
    expect([counts(NOW, NOW + 4), counts(NOW, NOW + 5)]).toEqual([false, true]);
    expect(counts(first + 1, NOW + 5)).toBe(false);
  });
});
