import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareLines } from '../../../console/pages/templates/compare-lines.ts';

describe('two versions of a text', () => {
  it('are told line by line: what went, what came, what stayed', () => {
    expect(compareLines('a\nb\nc', 'a\nx\nc').map(({ side, text }) => `${side} ${text}`)).toEqual([
      'BOTH a',
      'OLD b',
      'NEW x',
      'BOTH c',
    ]);
  });

  it('can both be read from what is told', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (older, newer) => {
        const lines = compareLines(older, newer);
        const side = (other: 'OLD' | 'NEW'): string =>
          lines
            .filter((one) => one.side !== other)
            .map((one) => one.text)
            .join('\n');
        expect(side('NEW')).toBe(older);
        expect(side('OLD')).toBe(newer);
      }),
    );
  });
});
