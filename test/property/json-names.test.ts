import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRepeatedName, placeIn } from '../../src/standards/json-names.ts';
import { MANY_CASES } from './domain/arbitraries.ts';

/** Names and texts of what JSON escapes and is built of. */
const word = fc.string({
  unit: fc.constantFrom('a', '한', '"', '\\', '{', '}', '[', ']', ',', ':', '\n', ' '),
  maxLength: 4,
});
const value = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    word,
    fc.constantFrom(null, true, -1.5e3),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(word, tie('tree'), { maxKeys: 4 }),
  ),
})).tree;

describe('names of JSON', () => {
  it('that stand once in each object are found not to repeat, in any spelling', () => {
    fc.assert(
      fc.property(value, fc.constantFrom(0, 2, '\t'), (tree, indent) => {
        expect(findRepeatedName(JSON.stringify(tree, null, indent))).toBeNull();
      }),
      { numRuns: MANY_CASES },
    );
  });

  it('that are put in once more are found where they are', () => {
    fc.assert(
      fc.property(word, value, value, value, (name, before, first, second) => {
        const [quoted, start] = [JSON.stringify(name), `[${JSON.stringify(before)},\n {`];
        const once = `${start}${quoted}:${JSON.stringify(first)},`;
        const text = `${once}${quoted} : ${JSON.stringify(second)}}]`;
        const found = findRepeatedName(text);
        expect(found).toEqual({ path: `[1].${name}`, before: start.length, at: once.length });
        expect(placeIn(text, found?.before ?? -1)).toEqual({ line: 2, column: 3 });
      }),
      { numRuns: MANY_CASES },
    );
  });
});
