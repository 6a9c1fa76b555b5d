import { describe, expect, it } from 'vitest';
import { addressDigest, createDigestSet } from '../../../src/domain/customer/index.ts';

describe('a set of digests', () => {
  it('holds what was added and nothing else, however many, and when many lie at the same place', () => {
    const added = Array.from({ length: 5_000 }, (_, n) => addressDigest('GCM', `token-${n}`));
    // The low bits of these are all the same.
    for (let n = 0; n < 500; n += 1) added.push(n * 2 ** 32 + 77);
    added.push(0, 1, 2 ** 53 - 1);
    const known = new Set<number>();
    const set = createDigestSet(10);
    for (const digest of added) {
      expect(set.has(digest)).toBe(known.has(digest));
      expect(set.add(digest)).toBe(!known.has(digest));
      expect(set.add(digest)).toBe(false);
      known.add(digest);
      expect(set.has(digest)).toBe(true);
    }
    for (const digest of added) expect(set.has(digest)).toBe(true);
    for (let n = 0; n < 5_000; n += 1) expect(set.has(addressDigest('GCM', `other-${n}`))).toBe(false);
  });
});
