import { describe, expect, it } from 'vitest';
import { compileEventPattern } from '../../../../src/offline/events/event-pattern/compile-event-pattern.ts';

function matches(pattern: unknown, event: unknown): boolean {
  const compiled = compileEventPattern(pattern);
  if (!compiled.ok) throw new Error(compiled.problem);
  return compiled.matches(event);
}
const detail = (test: unknown, value: unknown): boolean => matches({ detail: { f: [test] } }, { detail: { f: value } });

describe('an event pattern', () => {
  it('asks for every field it names, and for one value of each', () => {
    const pattern = { source: ['a', 'b'], detail: { kind: ['x'] } };
    expect(matches(pattern, { source: 'b', detail: { kind: 'x', more: 1 } })).toBe(true);
    expect(matches(pattern, { source: 'c', detail: { kind: 'x' } })).toBe(false);
    expect(matches(pattern, { source: 'a', detail: {} })).toBe(false);
    expect(matches(pattern, { source: 'a' })).toBe(false);
    expect(matches(pattern, { source: 'a', detail: 'x' })).toBe(false);
  });

  it('matches a list when one element does, and an object in a list as a whole', () => {
    expect(matches({ resources: ['b'] }, { resources: ['a', 'b'] })).toBe(true);
    expect(matches({ resources: ['b'] }, { resources: [] })).toBe(false);
    const pattern = { items: { name: ['a'], size: [1] } };
    const one = { name: 'a', size: 2 };
    const other = { name: 'b', size: 1 };
    expect(matches(pattern, { items: [one, other] })).toBe(false);
    expect(matches(pattern, { items: [one, { name: 'a', size: 1 }] })).toBe(true);
    expect(matches({ tags: { 'ses:configuration-set': ['s'] } }, { tags: { 'ses:configuration-set': ['s'] } })).toBe(
      true,
    );
  });

  it.each<[string, unknown, unknown, boolean]>([
    ['null', null, null, true],
    ['null, not a missing field', null, undefined, false],
    ['an empty text', '', '', true],
    ['true, not its text', true, 'true', false],
    ['a number, not its text', 5, '5', false],
    ['a prefix', { prefix: 'ab' }, 'abc', true],
    ['a prefix of a number', { prefix: '1' }, 12, false],
    ['a prefix in any case', { prefix: { 'equals-ignore-case': 'AB' } }, 'abc', true],
    ['a suffix', { suffix: '.png' }, 'a.png', true],
    ['a suffix that differs', { suffix: '.png' }, 'a.jpg', false],
    ['a suffix in any case', { suffix: { 'equals-ignore-case': '.PNG' } }, 'a.png', true],
    ['a text in any case', { 'equals-ignore-case': 'AliCE' }, 'aLice', true],
    ['a wildcard', { wildcard: 'dir/*/a.*' }, 'dir/x/y/a.txt', true],
    ['a wildcard whose dot is a dot', { wildcard: 'a.*' }, 'abc', false],
    ['a wildcard with an escaped star', { wildcard: 'a\\*b' }, 'a*b', true],
    ['a wildcard with an escaped star, elsewhere', { wildcard: 'a\\*b' }, 'axb', false],
    ['anything but a text', { 'anything-but': 'a' }, 'b', true],
    ['anything but that text', { 'anything-but': 'a' }, 'a', false],
    ['anything but a list', { 'anything-but': [1, 2] }, 2, false],
    ['anything but a list, where one element is another', { 'anything-but': ['a'] }, ['a', 'b'], true],
    ['anything but, when nothing is there', { 'anything-but': 'a' }, undefined, false],
    ['anything but a prefix', { 'anything-but': { prefix: 'us-' } }, 'us-east-1', false],
    ['anything but one of the prefixes', { 'anything-but': { prefix: ['us-', 'eu-'] } }, 'ap-northeast-2', true],
    ['anything but a suffix', { 'anything-but': { suffix: '.png' } }, 'a.png', false],
    ['anything but a text in any case', { 'anything-but': { 'equals-ignore-case': ['A'] } }, 'a', false],
    ['anything but a wildcard', { 'anything-but': { wildcard: '*/lib/*' } }, 'x/lib/y', false],
    ['a number in a range', { numeric: ['>', 0, '<=', 5] }, 5, true],
    ['a number outside it', { numeric: ['>', 0, '<=', 5] }, 0, false],
    ['a text that looks like a number', { numeric: ['=', 5] }, '5', false],
    ['a field that is there', { exists: true }, null, true],
    ['a field that should be there', { exists: true }, undefined, false],
    ['an object, which is no value', { exists: true }, { a: 1 }, false],
    ['a field that is not there', { exists: false }, undefined, true],
    ['a field that should not be there', { exists: false }, 0, false],
    ['an address in a range', { cidr: '10.0.0.0/24' }, '10.0.0.9', true],
    ['an address outside it', { cidr: '10.0.0.0/24' }, '10.0.1.9', false],
  ])('compares with %s', (_name, test, value, expected) => {
    expect(detail(test, value)).toBe(expected);
  });

  it('finds an absent field below an absent parent', () => {
    expect(matches({ detail: { a: { b: [{ exists: false }] } } }, { detail: {} })).toBe(true);
  });

  it('takes alternatives at any level, together with other fields', () => {
    const pattern = {
      source: ['s'],
      detail: { $or: [{ metric: [{ prefix: 'cpu' }] }, { count: [{ numeric: ['>', 9] }], unit: ['x'] }] },
    };
    expect(matches(pattern, { source: 's', detail: { metric: 'cpu.user' } })).toBe(true);
    expect(matches(pattern, { source: 's', detail: { count: 10, unit: 'x' } })).toBe(true);
    expect(matches(pattern, { source: 's', detail: { count: 10, unit: 'y' } })).toBe(false);
    expect(matches(pattern, { source: 't', detail: { metric: 'cpu.user' } })).toBe(false);
  });

  it.each<[unknown, RegExp]>([
    [{}, /at least one field/],
    [{ a: [] }, /not empty/],
    [{ a: 'x' }, /object that names/],
    [{ a: [{ soundex: 'x' }] }, /operator soundex is not supported/],
    [{ a: [{ prefix: 'x', suffix: 'y' }] }, /exactly one operator/],
    [{ a: [{ numeric: ['~', 1] }] }, /numeric does not know ~ 1/],
    [{ a: [{ 'anything-but': { numeric: ['=', 1] } }] }, /anything-but does not take numeric/],
    [{ a: [{ exists: 'yes' }] }, /exists takes/],
    [{ $or: [{ a: ['x'] }] }, /at least two/],
  ])('says what is wrong with %j', (pattern, problem) => {
    const compiled = compileEventPattern(pattern);
    expect(compiled.ok ? '' : compiled.problem).toMatch(problem);
  });
});
