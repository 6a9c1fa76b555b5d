import { describe, expect, it } from 'vitest';
import { contextOf, effectsOf, loadJs, resolverError } from '../evaluation.ts';

/** The rules of @aws-appsync/eslint-plugin: what each refuses, and what is close to it and allowed. */
const RULES: Readonly<Record<string, { readonly refused: readonly string[]; readonly allowed: readonly string[] }>> = {
  'no-disallowed-methods': {
    refused: [
      ...[
        "'a'.padStart(3)",
        'ctx.args.text.repeat(2)',
        "ctx.args.text['padEnd'](3)",
        "ctx.args?.text?.localeCompare('b')",
      ],
      ...["'a'.charCodeAt(0)", "'a'.search('b')", "'a'.matchAll('b')", "'A'.toLocaleLowerCase()"],
      ...['Object.freeze({})', 'Object.create({})', 'Object.is(1, 1)', 'Object.getOwnPropertyNames({})'],
      ...['ctx.args.list.entries()', '[1].keys()', '[1].values()', 'Array.from([1])', 'Array.of(1)', '[1].toString()'],
      ...['String.fromCharCode(65)', 'String.raw(1)'],
    ],
    allowed: [
      ...["'a'.toUpperCase()", "'a,b'.split(',')", "'a'.includes('a')", "'a'.replace('a', 'b')", '(1).toString()'],
      ...['Object.entries({ a: 1 })', 'Object.keys({})', 'Object.values({})', 'Object.assign({}, { a: 1 })'],
      ...['[3, 1].sort()', '[1].concat([2])', '[1, [2]].flat()', 'Array.isArray([])', "Object.hasOwn({}, 'a')"],
    ],
  },
  'no-function-passing': {
    refused: [
      ...['ctx.args.list.sort((a, b) => a - b)', '[2, 1].sort(double)', 'apply(double)', 'apply((x) => x)'],
      ...['apply(function (x) { return x; })', "'a'.replace('a', () => 'b')"],
    ],
    allowed: [
      ...[
        '[1].map((x) => x)',
        '[1].map(double)',
        '[1].filter(double).find((x) => x)',
        '[1].reduce((a, b) => a + b, 0)',
      ],
      ...[
        '[1].some(double) && [1].every(double)',
        '[1].flatMap((x) => [x, x])',
        '[1].findLast(double)',
        'double(double(1))',
      ],
    ],
  },
};

const HEAD = `import { util } from '@aws-appsync/utils';
const double = (x) => x * 2;
function apply(value) { return value; }
`;
const expressions = (kind: 'refused' | 'allowed') =>
  Object.entries(RULES).flatMap(([rule, examples]) => examples[kind].map((code) => [rule, code] as const));
const load = (code: string) => loadJs(`${HEAD}export function request(ctx) {\n  return ${code};\n}`);

describe('expressions', () => {
  it.each(expressions('refused'))('S2 %s refuses %s, by its line', (_rule, code) => {
    expect(() => load(code)).toThrow(/^test\.js:5: .* is not supported by APPSYNC_JS\.$/);
  });

  it.each(expressions('allowed'))('S2 %s allows %s', (_rule, code) => {
    expect(() => load(code).request(contextOf(), effectsOf())).not.toThrow();
  });
});

describe('functions and the context', () => {
  it.each([
    ['no-function-return', 'function make() { return (x) => x; }'],
    ['no-function-return', 'function make() { return double; }'],
    ['no-function-return', 'const make = (x) => (y) => x + y;'],
    ['no-function-return', 'const make = () => double;'],
    ['no-function-reassign', 'const twice = double;'],
    ['no-function-reassign', 'let twice = 1; twice = double;'],
    ['no-recursion', 'function f(n) { return f(n); }'],
    ['no-recursion', 'const f = function g(n) { return g(n); };'],
    ['no-recursion', 'function f(n) { return g(n); } function g(n) { return f(n); }'],
    ['no-recursion', 'const f = (n) => g(n); const g = (n) => h(n); const h = (n) => n.map((m) => f(m));'],
    ['no-recursion', 'function f(n) { return n.map(f); }'],
    ['no-disallowed-re-assignment', 'export function request(ctx) { ctx = {}; }'],
    ['no-disallowed-re-assignment', 'export function request(ctx) { ctx.result = 1; }'],
    ['no-disallowed-re-assignment', "export function request(ctx) { ctx['result'] = 1; }"],
    ['no-disallowed-re-assignment', 'export function request(ctx) { ctx.count += 1; }'],
    ['no-disallowed-re-assignment', 'export function response(context) { delete context.stash; }'],
    ['no-disallowed-re-assignment', 'export function request(ctx) { for (ctx.a of [1]) {} }'],
    ['no-disallowed-re-assignment', 'export function request(ctx) { [ctx] = [1]; }'],
    ['no-disallowed-re-assignment', 'export const request = (ctx) => { ctx.a = 1; };'],
  ])('S2 %s refuses %s', (_rule, code) => {
    expect(() => loadJs(`${HEAD}${code}\n`)).toThrow(/^test\.js:4: .* is not supported by APPSYNC_JS\.$/);
  });

  it.each([
    ['no-function-return', 'function f() { return double(1); }'],
    ['no-function-return', 'const f = (x) => double(x);'],
    ['no-function-reassign', 'const f = (x) => x; let y = 1; y = f(2);'],
    ['no-recursion', 'function f(n) { return g(n) + g(n); } function g(n) { return double(n); }'],
    ['no-disallowed-re-assignment', 'function f(ctx) { ctx.a = 1; return ctx; }'],
    [
      'no-disallowed-re-assignment',
      'export function response(ctx) { ctx.stash.a = 1; ctx.args.b = 2; delete ctx.stash.a; }',
    ],
    [
      'no-disallowed-re-assignment',
      'export function response(ctx) { let c = ctx.result; c = 1; const o = {}; o[ctx.result] = c; return o; }',
    ],
    [
      'no-disallowed-re-assignment',
      'export function response(ctx) { return [1].map((ctx) => { let own = ctx; own = 2; return own; }); }',
    ],
    [
      'no-disallowed-methods',
      'const own = { keys: (a) => a, repeat: (a) => a }; const k = own.keys(1) + own.repeat(2);',
    ],
  ])('S2 %s allows %s', (_rule, code) => {
    expect(() => loadJs(`${HEAD}${code}\nexport function request(ctx) { return {}; }`)).not.toThrow();
  });

  it('S2 has not even at run time the methods that the text does not name', () => {
    const module = load('ctx.args.text[ctx.args.method](3)');
    const context = contextOf({ arguments: { text: 'a', method: 'padStart' } });
    const { errorType, message } = resolverError(() => module.request(context, effectsOf()));
    expect(errorType).toBe('Code');
    expect(message).toContain('is not a function');
  });
});
