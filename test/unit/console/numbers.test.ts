import { describe, expect, it } from 'vitest';
import { count, percent, shareInPercent, won } from '../../../console/format/numbers.ts';

describe('numbers of the console', () => {
  it.each([
    [6_399_999, 6_400_000, '99.9%'],
    [6_400_000, 6_400_000, '100%'],
    [1, 6_400_000, '<0.1%'],
    [0, 6_400_000, '0%'],
    [0, 0, '0%'],
    [1, 3, '33.3%'],
  ])('K7 says %i of %i as %s: all only when it is all, none only when it is none', (part, whole, said) => {
    expect(percent(part, whole)).toBe(said);
  });

  it.each([
    [0.99996, '99.9'],
    [1, '100.0'],
    [0.00004, '<0.1'],
    [0, '0.0'],
    [0.0523, '5.2'],
  ])('K7 says an estimated share of %d as %s', (share, said) => {
    expect(shareInPercent(share)).toBe(said);
  });

  it('K7 abbreviates neither people nor money', () => {
    expect(count(6_400_000)).toBe('6,400,000');
    expect(won(1_248_200)).toBe('₩1,248,200');
    expect(won(0.7)).toBe('₩0.70');
    expect(won(0)).toBe('₩0');
  });
});
