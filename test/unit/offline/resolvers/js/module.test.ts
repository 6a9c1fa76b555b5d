import { describe, expect, it } from 'vitest';
import { contextOf, effectsOf, jsValue, loadJs, resolverError } from '../evaluation.ts';

describe('a resolver module', () => {
  it('sees the context under both names of the arguments and shares the stash', () => {
    const context = contextOf({ arguments: { id: 'a' }, prev: { result: 1 }, env: { STAGE: 'dev' } });
    const value = jsValue(
      '(ctx.stash.seen = ctx.args.id, [ctx.args.id, ctx.arguments.id, ctx.prev.result, ctx.env.STAGE])',
      context,
    );
    expect(value).toEqual(['a', 'a', 1, 'dev']);
    expect(context.stash).toEqual({ seen: 'a' });
  });

  it('exports functions or constants, also by a list', () => {
    const module = loadJs(
      'const request = (ctx) => ctx.args;\nfunction response(ctx) { return ctx.result; }\nexport { request, response };',
    );
    expect(module.request(contextOf({ arguments: { a: 1 } }), effectsOf())).toEqual({ kind: 'value', value: { a: 1 } });
    expect(module.response(contextOf({ result: 2 }), effectsOf())).toEqual({ kind: 'value', value: 2 });
  });

  it('without a response returns the result', () => {
    expect(loadJs('export function request() {}').response(contextOf({ result: { a: 1 } }), effectsOf()).value).toEqual(
      { a: 1 },
    );
  });

  it('returns early, to the next function or to the end', () => {
    const early = (call: string): unknown =>
      loadJs(
        `import { runtime } from '@aws-appsync/utils'; export function request() { ${call}; return 'late'; }`,
      ).request(contextOf(), effectsOf());
    expect(early('runtime.earlyReturn({ a: 1 })')).toEqual({ kind: 'early-return', value: { a: 1 }, skipTo: 'NEXT' });
    expect(early("runtime.earlyReturn(null, { skipTo: 'END' })")).toEqual({
      kind: 'early-return',
      value: null,
      skipTo: 'END',
    });
  });

  it('writes its console to the log it was given', () => {
    const entries: unknown[] = [];
    const module = loadJs("export function request() { console.log('a', 1); console.error('b'); return null; }", {
      onLog: (entry) => entries.push(entry),
    });
    module.request(contextOf(), effectsOf());
    expect(entries).toEqual([
      { source: 'test.js', level: 'log', values: ['a', 1] },
      { source: 'test.js', level: 'error', values: ['b'] },
    ]);
  });

  it('reports each evaluation', () => {
    const seen: string[] = [];
    loadJs('export function request() { return null; }', { onEvaluate: (source) => seen.push(source) }).request(
      contextOf(),
      effectsOf(),
    );
    expect(seen).toEqual(['test.js']);
  });

  it('turns a failure in a handler into an error of type Code with its line', () => {
    const module = loadJs('\nexport function request(ctx) {\n  return ctx.result.missing;\n}');
    const { errorType, message } = resolverError(() => module.request(contextOf({ result: null }), effectsOf()));
    expect(errorType).toBe('Code');
    expect(message).toMatch(/^Runtime Error in request of test\.js:3: Cannot read properties of null/);
  });

  it('cannot replace parts of the context', () => {
    expect(resolverError(() => jsValue('[ctx].map((own) => { own.args = {}; return own; })')).message).toContain(
      "read only property 'args'",
    );
  });

  it('has none of the globals of Node', () => {
    for (const name of ['process', 'require', 'fetch', 'setTimeout', 'globalThis', 'Promise']) {
      expect(() => jsValue(name)).toThrow(`${name} does not exist in APPSYNC_JS`);
    }
    expect(jsValue('typeof ctx.args.process')).toBe('undefined');
  });
});

describe('the language subset', () => {
  it.each([
    ['async function', 'export async function request() {}'],
    ['await', 'export function request() {}\nawait 1;'],
    ['generator function', 'function* g() {}'],
    ['class', 'class A {}'],
    ['new', 'const a = new Object();'],
    ['this', 'const a = this;'],
    ['try', 'function f() { try { f2(); } catch { f3(); } }'],
    ['throw', "function f() { throw 'x'; }"],
    ['for (initialization; condition; afterthought)', 'for (let i = 0; i < 1; i += 1) {}'],
    ['while', 'while (true) {}'],
    ['do-while', 'do {} while (true);'],
    ['continue', 'for (const a of []) { continue; }'],
    ['labeled statement', 'a: for (const b of []) { break a; }'],
    ['++ and --', 'let a = 0; a++;'],
    ['operator ~', 'const a = ~1;'],
    ['operator in', "const a = 'b' in {};"],
    ['operator instanceof', 'const a = {} instanceof Object;'],
    ['regular expression literal', 'const a = /b/;'],
    ['bigint literal', 'const a = 1n;'],
    ['getter', 'const a = { get b() { return 1; } };'],
    ['dynamic import', "const a = import('b');"],
  ])('has no %s', (construct, code) => {
    expect(() => loadJs(`\n${code}`)).toThrow(
      new RegExp(`^test\\.js:[23]: ${construct.replace(/[()+~]/g, '\\$&')} is not supported by APPSYNC_JS`),
    );
  });

  it('has no recursion', () => {
    expect(() => loadJs('export function request() { return request(); }')).toThrow('recursion (request calls itself)');
    expect(() => loadJs('const f = (n) => f(n);')).toThrow('recursion (f calls itself)');
  });

  it('has for-in, for-of, switch, spread, templates, optional chaining and array methods', () => {
    const code = `export function request(ctx) {
      const { a = 1, ...rest } = ctx.args;
      let text = '';
      for (const key in rest) text += key;
      for (const item of [...ctx.args.list, 3]) { if (item > 2) break; text += \`\${item}\`; }
      switch (a) { case 1: text += '|'; break; default: text += '?'; }
      return { text, sum: ctx.args.list.map((x) => x * 2).reduce((x, y) => x + y, 0), none: ctx.args.no?.thing ?? 'd', keys: Object.keys(rest) };
    }`;
    expect(loadJs(code).request(contextOf({ arguments: { list: [1, 2], z: 0 } }), effectsOf()).value).toEqual({
      ...{ text: 'listz12|', sum: 6, none: 'd', keys: ['list', 'z'] },
    });
  });

  it('allows names of missing globals for what the module declares itself', () => {
    expect(
      loadJs(
        'const process = (a) => a; export function request(ctx) { const { module: m, fetch } = ctx.args; return process(m ?? fetch); }',
      ).request(contextOf({ arguments: { fetch: 1 } }), effectsOf()).value,
    ).toBe(1);
  });

  it('imports only AWS modules, by name', () => {
    expect(() => loadJs("import a from 'lodash';")).toThrow('test.js:1: the module lodash cannot be imported');
    expect(() => loadJs("import a from '@aws-appsync/utils';")).toThrow('has no default export');
    expect(() => loadJs('export default 1;')).toThrow('only named exports');
  });

  it('names the line of a syntax error', () => {
    expect(() => loadJs('\n\nexport function request( {')).toThrow(/^test\.js:3: Unexpected token/);
  });

  it('S13 has the tagged templates and the type hints of RDS: it is the data source that refuses the request', () => {
    const module = loadJs(
      `import { createPgStatement, select, sql, typeHint, toJsonObject } from '@aws-appsync/utils/rds';
export function request(ctx) { return createPgStatement(select({ table: 't' }), sql\`SELECT \${typeHint.UUID(ctx.args.id)}\`); }
export function response(ctx) { return toJsonObject(ctx.result); }`,
    );
    expect(module.request(contextOf({ arguments: { id: '1' } }), effectsOf()).value).toMatchObject({
      operation: 'createPgStatement of @aws-appsync/utils/rds',
    });
    expect(() => module.response(contextOf(), effectsOf())).toThrow(
      'toJsonObject of @aws-appsync/utils/rds is not supported',
    );
    const all = loadJs(
      "import * as rds from '@aws-appsync/utils/rds';\nexport function request() { return rds.typeHint.UUID('1'); }",
    );
    expect(() => all.request(contextOf(), effectsOf())).not.toThrow();
  });
});
