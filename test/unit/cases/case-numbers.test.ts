import { describe, expect, it } from 'vitest';
import { CASE_NUMBERS, numbersOf } from '../../cases/case-numbers.ts';

describe('the numbers of cases', () => {
  it('are read from the start of a title', () => {
    expect(numbersOf('A1 refuses a row')).toEqual(['A1']);
    expect(numbersOf('A1, A26 refuse what is no address')).toEqual(['A1', 'A26']);
    expect(numbersOf('refuses A1')).toEqual([]);
    expect(numbersOf('SQS hands a batch over')).toEqual([]);
    expect(new Set(CASE_NUMBERS).size).toBe(102);
  });
});
