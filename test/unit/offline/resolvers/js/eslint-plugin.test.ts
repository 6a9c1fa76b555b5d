import appsync from '@aws-appsync/eslint-plugin';
import { Linter } from 'eslint';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { loadJs } from '../evaluation.ts';
import { EXAMPLE_HEAD, RULE_EXAMPLES } from './rule-examples.ts';

/** Rules that look at types see what a declaration says; the sandbox gets the same text without it. */
const TYPES =
  '{ args: { text: string; list: number[]; method: string }; stash: any; result: any; [name: string]: any }';

const RULES = Object.keys(appsync.rules ?? {}).sort();

const LIBRARY = dirname(fileURLToPath(import.meta.resolve('typescript')));
const FOLDER = '/examples';

type Example = { readonly rule: string; readonly code: string; readonly js: string; readonly typed: string };

/** A module has a handler, or AWS refuses it for that. */
function withHandlers(code: string): string {
  return /export (function|const) request/.test(code) ? code : `${code}\nexport function request(ctx) { return {}; }`;
}

function exampleOf(kind: 'expressions' | 'statements', [rule, code]: readonly [string, string]): Example {
  const js = `${EXAMPLE_HEAD}${kind === 'statements' ? withHandlers(code) : `export function request(ctx) {\n  return ${code};\n}`}\n`;
  const typed = js
    .replace('double = (x)', 'double = (x: number)')
    .replaceAll(/\b(request|response)\((ctx|context)\)/g, `$1($2: ${TYPES})`);
  return { rule, code, js, typed };
}

const examples = (['expressions', 'statements'] as const).flatMap((kind) =>
  (['refused', 'allowed'] as const).flatMap((verdict) =>
    RULE_EXAMPLES[kind][verdict].map((one) => exampleOf(kind, one)),
  ),
);
const fileOf = (index: number): string => join(FOLDER, `${index}.ts`);

/** All examples in one program: types of a standard library cost a second, whoever asks for them. */
function programOfAll(): ts.Program {
  const files = new Map(examples.map(({ typed }, index) => [fileOf(index), typed]));
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    types: [],
    strict: true,
  };
  const host = ts.createCompilerHost(options, true);
  const { getSourceFile, fileExists, readFile } = host;
  return ts.createProgram([...files.keys()], options, {
    ...host,
    getDefaultLibLocation: () => LIBRARY,
    fileExists: (name) => files.has(name) || fileExists(name),
    readFile: (name) => files.get(name) ?? readFile(name),
    getSourceFile: (name, version) => {
      const text = files.get(name);
      return text === undefined ? getSourceFile(name, version) : ts.createSourceFile(name, text, version, true);
    },
  });
}

/** The rules of the plugin that refuse an example. */
function createPlugin(): (index: number) => readonly string[] {
  const linter = new Linter({ configType: 'flat', cwd: FOLDER });
  const programs = [programOfAll()];
  return (index) => {
    const config: Linter.Config = {
      files: ['**/*.ts'],
      plugins: { '@aws-appsync': appsync },
      languageOptions: { parser: tseslint.parser, parserOptions: { programs } },
      rules: Object.fromEntries(RULES.map((rule) => [`@aws-appsync/${rule}`, 'error'])),
    };
    const messages = linter.verify(examples[index]?.typed ?? '', [config], { filename: fileOf(index) });
    const fatal = messages.find((message) => message.fatal === true || message.ruleId === null);
    if (fatal !== undefined) throw new Error(`${examples[index]?.code ?? ''}: ${fatal.message}`);
    return [...new Set(messages.map(({ ruleId }) => (ruleId ?? '').replace('@aws-appsync/', '')))];
  };
}

function isRefusedHere(js: string): boolean {
  try {
    loadJs(js);
    return false;
  } catch {
    return true;
  }
}

/**
 * Where the two differ, and why: the plugin's rules are looser than what AWS runs in places. Nothing else may be here,
 * and above all nothing that the plugin refuses and the sandbox runs.
 */
const STRICTER_HERE: Readonly<Record<string, string>> = {
  "ctx.args.text['padEnd'](3)": 'The rule looks at names behind a dot alone; the method is missing either way.',
  'Array.from([1])': 'The rule lists it as `Array.from`, but TypeScript calls the type ArrayConstructor.',
  'Array.of(1)': 'As Array.from.',
  'String.fromCharCode(65)': 'As Array.from, with StringConstructor.',
  'String.raw(1)': 'As Array.from, with StringConstructor.',
  'const f = (n) => g(n); const g = (n) => h(n); const h = (n) => n.map((m) => f(m));':
    'The rule follows calls of declared functions; AWS refuses every circle.',
  'function f(n) { return n.map(f); }': 'The rule follows calls alone, and not what is handed to map.',
  'export const request = (ctx) => { ctx.a = 1; };': 'The rule looks at declared handlers alone.',
};

describe('S2 the rules of @aws-appsync/eslint-plugin', () => {
  it('refuse what the sandbox refuses and allow what it allows', { timeout: 60_000 }, () => {
    const refusedBy = createPlugin();
    const known = new Set<string>();
    const differences = examples.flatMap(({ code, rule, js }, index) => {
      const rules = refusedBy(index);
      for (const one of rules) known.add(one);
      const isRefused = isRefusedHere(js);
      return isRefused === rules.length > 0
        ? []
        : [{ code, rule, plugin: rules, sandbox: isRefused ? 'refuses' : 'runs' }];
    });
    expect(
      differences.filter(({ sandbox, code }) => sandbox === 'runs' || !Object.hasOwn(STRICTER_HERE, code)),
    ).toEqual([]);
    expect(differences.map(({ code }) => code).sort()).toEqual(Object.keys(STRICTER_HERE).sort());
    // Every rule there is has an example that it refuses.
    expect([...known].sort()).toEqual(RULES);
  });
});
