import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExactJson, writeExactJson } from '../../../src/offline/exact-json.ts';

describe('JSON with all of its digits', () => {
  it.each([
    '9007199254740993',
    '[-9007199254740993,{"a":12345678901234567890}]',
    '{"12345678901234567890":"12345678901234567890","b":"\\"9007199254740993"}',
    '{"c":1.5,"d":[true,null,""]}',
  ])('%s comes back as it was', (text) => {
    expect(writeExactJson(readExactJson(text))).toBe(text);
  });

  it('is what JavaScript reads and writes, as long as nothing in it is large', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(writeExactJson(JSON.parse(text))).toBe(text);
        const isLarge = (one: unknown): boolean =>
          typeof one === 'number'
            ? Number.isInteger(one) && !Number.isSafeInteger(one)
            : typeof one === 'object' && one !== null && Object.values(one).some(isLarge);
        if (!isLarge(value)) expect(readExactJson(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is refused as JavaScript refuses it', () => {
    for (const text of ['', '{', '9007199254740993 1', '{"a":9007199254740993']) {
      expect(() => readExactJson(text)).toThrow(SyntaxError);
    }
  });
});
