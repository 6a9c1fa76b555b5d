import { describe, expect, it } from 'vitest';
import { misfits } from '../../mutation/mutated-tree.ts';
import { MUTANTS } from '../../mutation/mutants/index.ts';

describe('the harmful edits of test:mutation', () => {
  it('fit their sources, each exactly once', async () => {
    expect(await misfits(MUTANTS)).toEqual([]);
  });
});
