import { expect, it } from 'vitest';
import { sweepFullStore } from './sweep-full-store.ts';

it('finds all that is due among 10,000 jobs that have ended or wait, for 100 units, and sets the damaged one aside', async () => {
  const { rung, wanted, readUnits, writeUnits, damaged, letters, next } = await sweepFullStore({
    finished: 9_000,
    abandoned: 1_000,
  });
  expect(rung).toEqual(wanted);
  expect(readUnits + writeUnits).toBeLessThanOrEqual(100);
  expect(damaged).toHaveLength(1);
  expect(letters).toEqual(['the broken one: JOB_DAMAGED']);
  // The next one finds the same work, less the damaged row.
  expect(next).toMatchObject({ due: 6, damaged: [] });
}, 60_000);
