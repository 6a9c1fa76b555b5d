import { describe, expect, it } from 'vitest';
import { foretellWorlds } from '../../../rehearsal/foretell-worlds.ts';

describe('a forecast against what happened', { timeout: 180_000 }, () => {
  it('holds the actual cost and the actual numbers of every wave at once in at least 27 of 30 worlds', () => {
    const { right, meanWidth, reasonsHeld } = foretellWorlds(30);
    expect(right).toBeGreaterThanOrEqual(27);
    // Intervals that are right because they say nothing would be no forecast.
    expect(meanWidth).toBeLessThan(0.25);
    expect(reasonsHeld).toBeGreaterThan(0.95);
  });
});
