import { describe, expect, it } from 'vitest';
import { isBlank, trimText } from '../../../src/domain/trim-text.ts';

describe('a text without what is around it', () => {
  it('loses blanks that are seen and those that are not, and keeps those inside', () => {
    expect(trimText('\ufeff \u200b한 글\u00a0\t\u2060')).toBe('한 글');
    expect(trimText(' \u00ad\u200f ')).toBe('');
    expect(trimText('\u202akim@example.com\u202c')).toBe('kim@example.com');
    expect(trimText('\u3164ㅎ\u3164')).toBe('ㅎ');
    expect(trimText('')).toBe('');
    expect(trimText('👩‍💻')).toBe('👩‍💻');
  });

  it('is blank when nothing is left of it, whatever letters those are', () => {
    for (let code = 0; code <= 0xffff; code += 1) {
      const letter = String.fromCharCode(code);
      expect(isBlank(` ${letter}`)).toBe(
        /^[\s\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u3164\ufeff\uffa0]$/u.test(
          letter,
        ),
      );
      expect(trimText(letter) === '').toBe(isBlank(letter));
    }
    expect(isBlank('')).toBe(true);
  });

  it('takes no longer for a million blanks inside', () => {
    const long = `a${' '.repeat(1_000_000)}b`;
    const startedAt = performance.now();
    expect(trimText(` ${long} `)).toBe(long);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
