import { describe, expect, it } from 'vitest';
import { answeredWith } from '../../../src/client/react/use-segment-estimate.ts';

describe('an estimate that is shown', () => {
  const known = { key: 'all', data: { low: 50, high: 70 }, errors: [] };

  it('is of what was asked when it is answered', () => {
    expect(answeredWith({ key: '', data: null, errors: [] }, known)).toEqual(known);
  });

  it('stays of what was asked before when the next is refused, with the reason', () => {
    const errors = [{ code: 'INVALID_SEGMENT', message: 'no' }];
    expect(answeredWith(known, { key: 'bogus', data: null, errors })).toEqual({ ...known, errors });
  });
});
