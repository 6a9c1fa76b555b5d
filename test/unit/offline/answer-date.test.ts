import { describe, expect, it } from 'vitest';
import { createClock } from '../../../src/offline/clock.ts';
import { answerDate, graphqlDate } from '../../../src/offline/http/answer-date.ts';

const stamp = (at: number): Record<string, string> => ({
  'x-amz-date': new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, ''),
});
const told = (headers: Record<string, string>, clock: ReturnType<typeof createClock>) =>
  Date.parse(answerDate(headers, clock));

describe('answerDate', () => {
  it('tells each caller the time by the clock that they sign with, also after the sandbox moved its own', () => {
    const clock = createClock();
    for (const days of [0, 1, 30]) {
      clock.advance(days * 86_400_000);
      expect(Math.abs(told(stamp(clock.now()), clock) - clock.now())).toBeLessThan(2_000);
      expect(Math.abs(told(stamp(Date.now()), clock) - Date.now())).toBeLessThan(2_000);
      expect(Math.abs(told({}, clock) - Date.now())).toBeLessThan(2_000);
    }
  });

  it('tells a function whose request was under way while the clock was moved the time of the sandbox', () => {
    const clock = createClock(() => Date.now() + 3 * 86_400_000);
    const headers = stamp(clock.now());
    clock.advance(10 * 60_000);
    expect(Math.abs(told(headers, clock) - clock.now())).toBeLessThan(2_000);
  });

  it('tells who signs with a token of their own the time that it is held against', () => {
    const clock = createClock();
    clock.advance(86_400_000);
    const toldByGraphql = (headers: Record<string, string>) => Date.parse(graphqlDate(headers, clock));
    expect(Math.abs(toldByGraphql({}) - clock.now())).toBeLessThan(2_000);
    expect(Math.abs(toldByGraphql(stamp(Date.now())) - Date.now())).toBeLessThan(2_000);
  });
});
