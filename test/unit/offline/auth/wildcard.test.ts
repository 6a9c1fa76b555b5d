import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesWildcard } from '../../../../src/offline/auth/wildcard.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '/', ':'), maxLength: 12 });

function naive(pattern: string, value: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\/]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${source}$`).test(value);
}

describe('matchesWildcard', () => {
  it('agrees with a regular expression', () => {
    fc.assert(
      fc.property(text, text, (pattern, value) => matchesWildcard(pattern, value) === naive(pattern, value)),
      { numRuns: 2000 },
    );
  });

  it('does not stall on a pattern of many stars', () => {
    expect(matchesWildcard(`${'*a'.repeat(50)}b`, 'a'.repeat(5000))).toBe(false);
  });
});
