import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findFilterProblem, matchesArguments, matchesFilter } from '../../../../src/offline/realtime/match-filter.ts';

const one = (fieldName: string, operator: string, value: unknown) => ({
  filterGroup: [{ filters: [{ fieldName, operator, value }] }],
});

describe('matchesFilter', () => {
  it.each([
    ['eq', 'a', 'a', true],
    ['eq', 1, '1', false],
    ['ne', 'a', 'b', true],
    ['le', 5, 5, true],
    ['lt', 5, 5, false],
    ['ge', 'b', 'a', true],
    ['gt', 5, 'a', false],
    ['contains', 'seoul city', 'city', true],
    ['contains', ['a', 'b'], 'b', true],
    ['contains', 12, 1, false],
    ['notContains', ['a', 'b'], 'c', true],
    ['beginsWith', 'seoul', 'se', true],
    ['in', 3, [1, 2, 3], true],
    ['notIn', 3, [1, 2, 3], false],
    ['between', 5, [1, 5], true],
    ['between', '2026-05', ['2026-01', '2026-04'], false],
    ['containsAny', ['admin', 'x'], ['admin', 'marketer'], true],
    ['containsAny', ['x'], ['admin'], false],
  ] as const)('%s: %j against %j is %s', (operator, actual, wanted, expected) => {
    expect(matchesFilter(one('field', operator, wanted), { field: actual })).toBe(expected);
  });

  it('follows nested paths, through lists too', () => {
    expect(matchesFilter(one('a.b', 'eq', 1), { a: { b: 1 } })).toBe(true);
    expect(matchesFilter(one('a.b', 'contains', 2), { a: [{ b: 1 }, { b: 2 }] })).toBe(true);
    expect(matchesFilter(one('a.b', 'eq', 1), { a: null })).toBe(false);
    expect(matchesFilter(one('__proto__', 'eq', null), {})).toBe(true);
  });

  it('treats a field the mutation did not select as null', () => {
    expect(matchesFilter(one('missing', 'eq', 'x'), {})).toBe(false);
    expect(matchesFilter(one('missing', 'ne', 'x'), {})).toBe(true);
    expect(matchesFilter(one('missing', 'lt', 5), {})).toBe(false);
  });

  it('is an OR of groups, each an AND of filters', () => {
    const filter = fc.record({
      fieldName: fc.constantFrom('a', 'b'),
      operator: fc.constantFrom('eq', 'ne', 'lt', 'ge'),
      value: fc.integer({ min: 0, max: 3 }),
    });
    const groups = fc.array(fc.record({ filters: fc.array(filter, { minLength: 1, maxLength: 3 }) }), {
      minLength: 1,
      maxLength: 3,
    });
    const payload = fc.record({ a: fc.integer({ min: 0, max: 3 }), b: fc.integer({ min: 0, max: 3 }) });
    const naive = {
      eq: (x: number, y: number) => x === y,
      ne: (x: number, y: number) => x !== y,
      lt: (x: number, y: number) => x < y,
      ge: (x: number, y: number) => x >= y,
    };
    fc.assert(
      fc.property(groups, payload, (filterGroup, data) => {
        const expected = filterGroup.some(({ filters }) =>
          filters.every((f) => naive[f.operator](data[f.fieldName], f.value)),
        );
        expect(matchesFilter({ filterGroup }, data)).toBe(expected);
      }),
    );
  });

  it('makes every negated operator the opposite of its positive one', () => {
    const value = fc.oneof(
      fc.string({ maxLength: 3 }),
      fc.integer(),
      fc.constant(null),
      fc.array(fc.string({ maxLength: 2 }), { maxLength: 3 }),
    );
    const pairs = [
      ['eq', 'ne'],
      ['contains', 'notContains'],
      ['in', 'notIn'],
    ] as const;
    fc.assert(
      fc.property(value, value, fc.constantFrom(...pairs), (actual, wanted, [positive, negative]) => {
        expect(matchesFilter(one('f', positive, wanted), { f: actual })).toBe(
          !matchesFilter(one('f', negative, wanted), { f: actual }),
        );
      }),
    );
  });
});

describe('findFilterProblem', () => {
  it('accepts what AppSync accepts, and names what it refuses', () => {
    expect(findFilterProblem(one('a.b.c.d.e', 'eq', 1))).toBeUndefined();
    expect(findFilterProblem(one('a.b.c.d.e.f', 'eq', 1))).toContain('deeper than 5');
    expect(findFilterProblem(one('a', 'like', 1))).toContain("unknown operator 'like'");
    expect(findFilterProblem(one('a', 'in', [1, 2, 3, 4, 5, 6]))).toContain('up to 5');
    expect(findFilterProblem(one('a', 'containsAny', Array.from({ length: 21 }, String)))).toContain('up to 20');
    expect(findFilterProblem(one('a', 'between', [1]))).toContain('two values');
    expect(findFilterProblem(one('x'.repeat(257), 'eq', 1))).toContain('256');
    expect(findFilterProblem({ filterGroup: [] })).toContain('at least one group');
    expect(findFilterProblem({ filterGroup: [{ filters: [] }] })).toContain('at least one filter');
  });
});

describe('matchesArguments', () => {
  it('compares every given argument; null asks for a field that is null', () => {
    expect(matchesArguments({ jobId: 'a' }, { jobId: 'a', x: 1 })).toBe(true);
    expect(matchesArguments({ jobId: 'a' }, { jobId: 'b' })).toBe(false);
    expect(matchesArguments({ jobId: undefined }, { jobId: 'b' })).toBe(true);
    expect(matchesArguments({ owner: null }, { owner: 'me' })).toBe(false);
    expect(matchesArguments({ owner: null }, {})).toBe(true);
  });
});
