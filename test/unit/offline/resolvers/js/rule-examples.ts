/** An example of one rule. */
type Example = readonly [rule: string, code: string];

/** The rules of @aws-appsync/eslint-plugin: what each refuses, and what is close to it and allowed. */
const EXPRESSIONS: Readonly<
  Record<string, { readonly refused: readonly string[]; readonly allowed: readonly string[] }>
> = {
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

const expressions = (kind: 'refused' | 'allowed'): readonly Example[] =>
  Object.entries(EXPRESSIONS).flatMap(([rule, examples]) => examples[kind].map((code) => [rule, code] as const));

/** Statements of a module. */
const REFUSED_STATEMENTS: readonly Example[] = [
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

  ['no-async', 'async function f() { return 1; }'],
  ['no-async', 'const f = async () => 1;'],
  ['no-await', 'async function f() { return await 1; }'],
  ['no-classes', 'class Person {}'],
  ['no-for', 'for (let i = 0; i < 3; i += 1) { util.toJson(i); }'],
  ['no-continue', 'for (const i of [1]) { if (i === 1) continue; }'],
  ['no-generators', 'function* f() { return 1; }'],
  ['no-yield', 'function* f() { yield 1; }'],
  ['no-labels', 'here: for (const i of [1]) { break here; }'],
  ['no-regex', 'const r = /a+/;'],
  ['no-this', 'function f() { return this; }'],
  ['no-try', 'try { double(1); } catch (error) { double(2); }'],
  ['no-while', 'while (double(1) > 5) { double(1); }'],
  ['no-while', 'do { double(1); } while (double(1) > 5);'],
  ['no-disallowed-unary-operators', 'let n = 1; n++;'],
  ['no-disallowed-unary-operators', 'let n = 1; --n;'],
  ['no-disallowed-unary-operators', 'const n = ~1;'],
  ['no-disallowed-binary-operators', 'const is = [] instanceof Array;'],
  ['no-in-operator', "const is = 'a' in { a: 1 };"],
  ['no-promise', 'const p = new Promise(double);'],
];

const ALLOWED_STATEMENTS: readonly Example[] = [
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
  ['no-disallowed-methods', 'const own = { keys: (a) => a, repeat: (a) => a }; const k = own.keys(1) + own.repeat(2);'],

  ['no-for', 'let sum = 0; for (const i of [1, 2]) { sum += i; }'],
  ['no-for', 'for (const key in { a: 1 }) { double(1); }'],
  ['no-disallowed-unary-operators', 'let n = 1; n += 1; const m = -n; const is = !n; const kind = typeof n;'],
  ['no-disallowed-binary-operators', 'const bits = (10 & 5) | (10 ^ 5) | (10 << 5) | (10 >> 5) | (10 >>> 5);'],
  ['no-disallowed-binary-operators', 'let a = 5; a &= 3; a |= 3; a ^= 3; a <<= 3; a >>= 3; a >>>= 3;'],
  ['no-regex', "const text = '/a+/';"],
];

/** What each rule refuses, and what is close to it and allowed: expressions of a handler, and statements of a module. */
export const RULE_EXAMPLES = {
  expressions: { refused: expressions('refused'), allowed: expressions('allowed') },
  statements: { refused: REFUSED_STATEMENTS, allowed: ALLOWED_STATEMENTS },
};

/** What every example may use; \`context\` is how the handler's parameter is declared. */
export const EXAMPLE_HEAD = `import { util } from '@aws-appsync/utils';
const double = (x) => x * 2;
function apply(value) { return value; }
`;
