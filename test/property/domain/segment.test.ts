import fc from 'fast-check';
import { Query } from 'mingo';
import { describe, expect, it } from 'vitest';
import { compileSegment, parseSegmentDefinition } from '../../../src/domain/segment/index.ts';
import { CASES, MANY_CASES, NOW, customer, definition, sharedDefinition } from './arbitraries.ts';
import { interpretSegment } from './interpret-segment.ts';
import { documentsOf, mingoQuery } from './mingo-query.ts';

describe('a compiled segment', () => {
  it('has exactly the members that the plain reading of its definition has', { timeout: 120_000 }, () => {
    let members = 0;
    fc.assert(
      fc.property(
        definition(['a', 'b']),
        definition(['c']),
        definition(),
        definition(),
        customer,
        (main, a, b, c, who) => {
          const sources = { a, b, c };
          const compiled = compileSegment(main, {
            now: NOW,
            resolveSource: (id) => (id === 'a' || id === 'b' || id === 'c' ? sources[id] : undefined),
          });
          if (!compiled.ok) throw new Error(compiled.error.message);
          const isMember = compiled.isMember(who);
          members += isMember ? 1 : 0;
          expect(isMember).toBe(interpretSegment(main, who, NOW, sources));
        },
      ),
      { numRuns: MANY_CASES },
    );
    // A property over nobody proves nothing.
    expect(members).toBeGreaterThan(MANY_CASES / 20);
  });

  it(
    'has exactly the members that the same question put to MongoDB has, as far as it can be put',
    { timeout: 120_000 },
    () => {
      let members = 0;
      fc.assert(
        fc.property(sharedDefinition, customer, (main, who) => {
          const query = new Query(mingoQuery(main, NOW));
          const compiled = compileSegment(main, { now: NOW });
          if (!compiled.ok) throw new Error(compiled.error.message);
          const isMember = compiled.isMember(who);
          members += isMember ? 1 : 0;
          expect(documentsOf(who).some((document) => query.test(document))).toBe(isMember);
        }),
        { numRuns: MANY_CASES },
      );
      expect(members).toBeGreaterThan(MANY_CASES / 20);
    },
  );

  it('survives being written as JSON and read again', () => {
    fc.assert(
      fc.property(definition(['a']), (main) => {
        const parsed = parseSegmentDefinition(JSON.parse(JSON.stringify(main)));
        if (parsed.ok) expect(parsed.definition).toEqual(main);
        else expect(parsed.error.code).toBe('SEGMENT_CONTRADICTION');
      }),
      { numRuns: CASES },
    );
  });

  it('is only refused as contradictory when nobody is a member', { timeout: 120_000 }, () => {
    let refused = 0;
    fc.assert(
      fc.property(definition(), customer, (main, who) => {
        const parsed = parseSegmentDefinition(main);
        if (parsed.ok) return;
        refused += 1;
        expect(interpretSegment(main, who, NOW)).toBe(false);
      }),
      { numRuns: MANY_CASES },
    );
    expect(refused).toBeGreaterThan(MANY_CASES / 100);
  });

  it('never throws on any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const parsed = parseSegmentDefinition(value);
        if (!parsed.ok) expect(parsed.error.code).toMatch(/^(INVALID_SEGMENT|SEGMENT_LIMIT)$/);
      }),
      { numRuns: CASES },
    );
  });
});
