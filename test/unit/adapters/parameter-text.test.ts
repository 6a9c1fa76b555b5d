import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parameterText, parameterValue } from '../../../src/adapters/athena/parameter-text.ts';

it('a value given to Athena is told back as it was', () => {
  expect(parameterText("o'rder")).toBe("'o''rder'");
  fc.assert(fc.property(fc.string(), (value) => void expect(parameterValue(parameterText(value))).toBe(value)));
});
