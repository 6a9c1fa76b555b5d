import { describe, expect, it } from 'vitest';
import {
  capReached,
  capsOfClass,
  checkFrequencyCaps,
  countsSince,
  type FrequencyCap,
} from '../../../../src/domain/campaign/index.ts';
import { zoneOf } from '../../../../src/domain/schedule/index.ts';

const SEOUL = zoneOf('Asia/Seoul');
const kst = (text: string): number => Date.parse(`${text}+09:00`);

const cap = (period: FrequencyCap['period'], most = 1): FrequencyCap => ({ messageClass: 'AD', period, most });

function isFull(of: FrequencyCap, sent: readonly string[], now: string, zone = SEOUL): boolean {
  const history = Object.fromEntries(sent.map((text, index) => [`job-${index}`, kst(text)]));
  return capReached([of], history, { jobId: 'new', now: kst(now), zone }) !== null;
}

describe('a cap over all campaigns', () => {
  it('counts calendar days of the customer, not hours', () => {
    expect(isFull(cap('DAY'), ['2026-12-01T23:50'], '2026-12-02T00:10')).toBe(false);
    expect(isFull(cap('DAY'), ['2026-12-02T00:10'], '2026-12-02T23:50')).toBe(true);
    // The same two moments are one day in Honolulu, and one of UTC.
    expect(isFull(cap('DAY'), ['2026-12-01T23:50'], '2026-12-02T00:10', zoneOf('Pacific/Honolulu'))).toBe(true);
    expect(isFull(cap('DAY'), ['2026-12-03T08:50'], '2026-12-03T09:10')).toBe(true);
    expect(isFull(cap('DAY'), ['2026-12-03T08:50'], '2026-12-03T09:10', zoneOf('Etc/UTC'))).toBe(false);
  });

  it('counts weeks from Monday, over the end of a year too', () => {
    // 2026-12-28 is a Monday, and 2027-01-03 the Sunday of its week.
    expect(isFull(cap('WEEK'), ['2026-12-28T00:00'], '2027-01-03T23:59')).toBe(true);
    expect(isFull(cap('WEEK'), ['2027-01-03T23:59'], '2027-01-04T00:00')).toBe(false);
    expect(isFull(cap('WEEK'), ['2026-12-27T23:59'], '2026-12-28T00:00')).toBe(false);
  });

  it('counts months of the calendar', () => {
    expect(isFull(cap('MONTH', 2), ['2026-12-01T00:00', '2026-12-31T23:59'], '2026-12-31T23:59')).toBe(true);
    expect(isFull(cap('MONTH', 2), ['2026-12-01T00:00', '2026-12-31T23:59'], '2027-01-01T00:00')).toBe(false);
  });

  it('keeps all that counts in its period, whatever the zone', () => {
    for (const period of ['DAY', 'WEEK', 'MONTH'] as const) {
      for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/New_York'].map(zoneOf)) {
        for (let hour = 0; hour < 24 * 90; hour += 1) {
          const now = kst('2026-10-01T00:00') + hour * 3_600_000;
          const forgotten = countsSince([cap(period)], now) - 1;
          expect(capReached([cap(period)], { old: forgotten }, { jobId: 'new', now, zone })).toBeNull();
        }
      }
    }
  });

  it('counts the message of a job once, and says which used a day up', () => {
    const history = { first: kst('2026-12-02T09:00'), second: kst('2026-12-02T10:00') };
    const now = kst('2026-12-02T11:00');
    const caps = [cap('MONTH', 5), cap('DAY', 2)];
    expect(capReached(caps, history, { jobId: 'second', now, zone: SEOUL })).toBeNull();
    expect(capReached(caps, history, { jobId: 'third', now, zone: SEOUL })).toEqual({
      cap: caps[1],
      usedUpBy: { jobId: 'second', at: kst('2026-12-02T10:00') },
    });
  });

  it('holds for its class alone', () => {
    const caps: readonly FrequencyCap[] = [cap('DAY'), { messageClass: 'TRANSACTIONAL', period: 'DAY', most: 9 }];
    expect(capsOfClass(caps, 'AD')).toEqual([cap('DAY')]);
  });

  it('is refused when it is no count, or there are two for one period', () => {
    expect(checkFrequencyCaps([cap('DAY'), cap('WEEK', 3)])).toBeNull();
    for (const caps of [[cap('DAY', 0)], [cap('DAY', 1.5)], [cap('DAY', 101)], [cap('DAY'), cap('DAY', 2)]]) {
      expect(checkFrequencyCaps(caps)).toMatchObject({ error: { code: 'INVALID_SETTINGS' } });
    }
  });
});
