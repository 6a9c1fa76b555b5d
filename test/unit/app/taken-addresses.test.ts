import { describe, expect, it } from 'vitest';
import { createTakenAddresses } from '../../../src/app/delivery/plan/taken-addresses.ts';

describe.each([
  ['with a budget', true],
  ['without a budget', false],
])('the addresses that a shard sends to, %s,', (_, hasBudget) => {
  it('go to one recipient each, whichever page they are on', () => {
    const { take, endPage } = createTakenAddresses([[1, 2], [], [3]], hasBudget);
    expect([1, 2, 3, 4, 4].map(take)).toEqual([false, false, false, true, false]);
    endPage([4]);
    expect([4, 5, 0, 0].map(take)).toEqual([false, true, true, false]);
  });
});

describe('an address of somebody whom the budget does not pay for', () => {
  it('is taken on its page, and free for the pages after it', () => {
    const { take, endPage } = createTakenAddresses([], true);
    expect([7, 8, 7].map(take)).toEqual([true, true, false]);
    endPage([8]);
    expect([7, 8].map(take)).toEqual([true, false]);
  });
});
