import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customerFilter, mayHold } from '../../../src/adapters/dynamodb/customer-filter.ts';
import { CASES } from './arbitraries.ts';

const ids = fc.array(fc.oneof(fc.uuid(), fc.string({ unit: 'binary' })), { maxLength: 60 });

describe('the filter of a page', () => {
  it('holds everybody it was made of', () => {
    fc.assert(
      fc.property(ids, (customerIds) => {
        const filter = customerFilter(customerIds);
        for (const id of customerIds) expect(mayHold(filter, id)).toBe(true);
      }),
      { numRuns: CASES },
    );
  });

  it('holds nobody when it was made of nobody', () => {
    expect(mayHold(customerFilter([]), 'customer-1')).toBe(false);
  });

  it.each([1, 10, 100, 1_000])('takes 1.5 bytes each and is wrong of one in 300, made of %d', (size) => {
    let wrong = 0;
    const rounds = Math.ceil(20_000 / size);
    for (let round = 0; round < rounds; round += 1) {
      const filter = customerFilter(Array.from({ length: size }, (_, index) => `member-${round}-${index}`));
      expect(filter.length).toBe(Math.max(32, Math.ceil(size * 1.5)));
      for (let probe = 0; probe < size; probe += 1) if (mayHold(filter, `guest-${round}-${probe}`)) wrong += 1;
    }
    expect(wrong / (rounds * size)).toBeLessThan(0.006);
  });
});
