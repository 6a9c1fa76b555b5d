import { describe, expect, it } from 'vitest';
import {
  holdUntil,
  isWithin,
  readWindow,
  windowEnd,
  zoneOf,
  type ClosedHours,
  type LocalWindow,
} from '../../../../src/domain/schedule/index.ts';

const at = (text: string): number => Date.parse(text);
const iso = (moment: number): string => new Date(moment).toISOString().replace('.000', '');
const NIGHT: LocalWindow = { start: 21 * 60, end: 8 * 60 };

function closed(owner: string, start: string, end: string, timezone?: string): ClosedHours {
  const window = readWindow({ start, end });
  if (window === null) throw new Error(`${start} to ${end}`);
  return { owner, window, zone: zoneOf(timezone) };
}

/** The first and the last second within the window around a moment. */
function nightAround(moment: string, zoneName: string): readonly string[] {
  const zone = zoneOf(zoneName);
  let start = at(moment);
  while (isWithin(NIGHT, zone, start - 1000)) start -= 1000;
  return [iso(start), iso(windowEnd(NIGHT, zone, at(moment)))];
}

describe('closed hours', () => {
  it('C9 are 12 hours long in the night that clocks are set back, and 10 when they are set forward', () => {
    expect(nightAround('2026-10-25T00:30:00Z', 'Europe/Berlin')).toEqual([
      '2026-10-24T19:00:00Z',
      '2026-10-25T07:00:00Z',
    ]);
    expect(nightAround('2026-10-24T19:00:00Z', 'Europe/Berlin')).toEqual([
      '2026-10-24T19:00:00Z',
      '2026-10-25T07:00:00Z',
    ]);
    expect(nightAround('2027-03-27T22:00:00Z', 'Europe/Berlin')).toEqual([
      '2027-03-27T20:00:00Z',
      '2027-03-28T06:00:00Z',
    ]);
  });

  it('C10 begin at 21:00:00 and end at 08:00:00, and what is held goes then', () => {
    const night = [closed('NIGHT', '21:00', '08:00', 'Asia/Seoul')];
    const due = (moment: string) => holdUntil(night, { now: at(moment) });
    expect(due('2026-12-01T11:59:59Z')).toEqual({ outcome: 'SEND_NOW' });
    expect(due('2026-12-01T12:00:00Z')).toEqual({ outcome: 'HOLD', until: at('2026-12-01T23:00:00Z'), owner: 'NIGHT' });
    expect(due('2026-12-01T22:59:59Z')).toMatchObject({ outcome: 'HOLD', until: at('2026-12-01T23:00:00Z') });
    expect(due('2026-12-01T23:00:00Z')).toEqual({ outcome: 'SEND_NOW' });
  });

  it('C10 drop what expires before they end, at its expiry', () => {
    const night = [closed('NIGHT', '21:00', '08:00')];
    const now = at('2026-12-01T12:30:00Z');
    const expiresAt = at('2026-12-01T22:00:00Z');
    expect(holdUntil(night, { now, expiresAt })).toEqual({
      outcome: 'DROP',
      reason: 'EXPIRES_WHILE_HELD',
      at: expiresAt,
      owner: 'NIGHT',
    });
    expect(holdUntil(night, { now, expiresAt: at('2026-12-01T23:00:00Z') })).toMatchObject({ outcome: 'DROP' });
    expect(holdUntil(night, { now, expiresAt: at('2026-12-01T23:00:01Z') })).toMatchObject({ outcome: 'HOLD' });
    expect(holdUntil(night, { now: expiresAt, expiresAt })).toMatchObject({ outcome: 'DROP', reason: 'EXPIRED' });
    expect(holdUntil([], { now: expiresAt, expiresAt })).toMatchObject({ outcome: 'DROP', reason: 'EXPIRED' });
  });

  it("C12 are a destination's own as well: a brand message is held from 20:50 by Korea's clocks, wherever the customer is", () => {
    const brand = closed('DESTINATION', '20:50', '08:00', 'Asia/Seoul');
    const lms: ClosedHours[] = [closed('NIGHT', '21:00', '08:00')];
    const at2055 = { now: at('2026-12-01T11:55:00Z') };
    expect(holdUntil([brand, ...lms], at2055)).toEqual({
      outcome: 'HOLD',
      until: at('2026-12-01T23:00:00Z'),
      owner: 'DESTINATION',
    });
    expect(holdUntil(lms, at2055)).toEqual({ outcome: 'SEND_NOW' });
    expect(holdUntil(lms, { now: at('2026-12-01T12:05:00Z') })).toMatchObject({ outcome: 'HOLD' });
    expect(holdUntil([brand], { now: at('2026-12-01T11:49:59Z') })).toEqual({ outcome: 'SEND_NOW' });
  });

  it('follow one on another: a message waits until all are over', () => {
    const hours = [closed('NIGHT', '21:00', '08:00'), closed('QUIET_TIME', '07:30', '09:15')];
    expect(holdUntil(hours, { now: at('2026-12-01T14:00:00Z') })).toEqual({
      outcome: 'HOLD',
      until: at('2026-12-02T00:15:00Z'),
      owner: 'NIGHT',
    });
  });

  it('that leave no time of the day drop the message instead of waiting for ever', () => {
    const hours = [closed('NIGHT', '21:00', '08:00'), closed('QUIET_TIME', '08:00', '21:00')];
    expect(holdUntil(hours, { now: at('2026-12-01T14:00:00Z') })).toMatchObject({
      outcome: 'DROP',
      reason: 'NEVER_OPEN',
    });
  });

  it('end with what clocks show: at the change itself when they skip the end, or once more when they show it twice', () => {
    const zone = zoneOf('America/New_York');
    expect(iso(windowEnd({ start: 1260, end: 150 }, zone, at('2026-03-08T05:00:00Z')))).toBe('2026-03-08T07:00:00Z');
    expect(iso(windowEnd({ start: 1260, end: 120 }, zone, at('2026-11-01T04:00:00Z')))).toBe('2026-11-01T07:00:00Z');
    expect(iso(windowEnd({ start: 1260, end: 90 }, zone, at('2026-11-01T04:00:00Z')))).toBe('2026-11-01T05:30:00Z');
    expect(iso(windowEnd({ start: 1260, end: 90 }, zone, at('2026-11-01T06:10:00Z')))).toBe('2026-11-01T06:30:00Z');
  });

  it('are read from two times of day that differ', () => {
    expect(readWindow({ start: '21:00', end: '08:00' })).toEqual(NIGHT);
    for (const [start, end] of [
      ['24:00', '08:00'],
      ['21:00', '8:00'],
      ['21:00', '21:00'],
      ['', '08:00'],
    ] as const) {
      expect(readWindow({ start, end })).toBeNull();
    }
  });
});
