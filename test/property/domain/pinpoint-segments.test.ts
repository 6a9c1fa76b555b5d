import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapSegment } from '../../../src/domain/pinpoint-export/index.ts';
import { compileSegment, parseSegmentDefinition, type SegmentDefinition } from '../../../src/domain/segment/index.ts';
import { customer, MANY_CASES, NOW } from './arbitraries.ts';
import { interpretPinpoint } from './interpret-pinpoint.ts';
import { pinpointSegment, type Shape } from './pinpoint-arbitraries.ts';

/** A converted segment as it would be saved; null when it was refused. */
function converted(segment: Shape): SegmentDefinition | null {
  const { mapped } = mapSegment(segment);
  if (mapped === null) return null;
  const parsed = parseSegmentDefinition(mapped.definition);
  return parsed.ok ? parsed.definition : null;
}

describe('a segment that was converted from Pinpoint', { timeout: 300_000 }, () => {
  it('has nobody in it whom the original would not have, and misses nobody', () => {
    let members = 0;
    fc.assert(
      fc.property(pinpointSegment('s', ['a']), pinpointSegment('a'), customer, (segment, source, who) => {
        const [own, a] = [converted(segment), converted(source)];
        // Without its source a segment is not saved.
        if (own === null || a === null) return;
        const compiled = compileSegment(own, { now: NOW, resolveSource: (id) => (id === 'a' ? a : undefined) });
        if (!compiled.ok) throw new Error(compiled.error.message);
        const isMember = compiled.isMember(who);
        const belongs = interpretPinpoint(segment, who, NOW, { a: source });
        if (isMember) members += 1;
        if (isMember !== belongs) expect({ isMember, segment }).toEqual({ isMember: belongs, segment });
      }),
      { numRuns: MANY_CASES },
    );
    expect(members).toBeGreaterThan(MANY_CASES / 20);
  });
});
