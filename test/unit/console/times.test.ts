import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dayClockTime, dayTime } from '../../../console/format/times.ts';

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-24T10:00:00+09:00') }));
afterEach(() => void vi.useRealTimers());

describe('a moment', () => {
  it('K7 says its year where it is another one than in Korea now', () => {
    expect(dayTime('2026-11-28T15:05:00+09:00', 'ko')).toMatch(/^11월 28일 \(토\) /);
    expect(dayTime('2025-11-28T15:05:00+09:00', 'ko')).toMatch(/^2025년 11월 28일 \(금\) /);
    expect(dayTime('2025-12-31T23:30:00Z', 'ko')).toMatch(/^1월 1일 \(목\) /);
    expect(dayTime('2027-01-02T15:05:00+09:00', 'en')).toBe('Sat 2 January 2027 15:05');
    expect(dayClockTime('2025-11-28T15:05:09+09:00', 'ko')).toMatch(/^2025년 11월 28일 .*3:05:09$/);
  });
});
