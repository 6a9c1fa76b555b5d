import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ROOT } from '../../../backends-under-test.ts';

const NPX = join(ROOT, 'src/offline/assembly/bin/npx');
const ESBUILD = join(ROOT, 'node_modules/.bin/esbuild');
const FLAGS = ['--target=node22', '--platform=node', '--format=esm', '--minify', '--sourcemap', '--log-level=error'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  mkdirSync(join(folder, 'bin'));
  // Counts how often esbuild is started.
  writeFileSync(join(folder, 'bin', 'esbuild'), `#!/bin/sh\necho run >> "${folder}/runs"\nexec "${ESBUILD}" "$@"\n`);
  chmodSync(join(folder, 'bin', 'esbuild'), 0o755);
  writeFileSync(join(folder, 'shared.ts'), 'export const greet = (name: string): string => `Hello, ${name}!`;\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function addFunction(name: string, code = `console.log(greet('${name}'));`): void {
  mkdirSync(join(folder, 'functions', name), { recursive: true });
  writeFileSync(join(folder, 'functions', name, 'handler.ts'), `import { greet } from '../../shared.ts';\n${code}\n`);
}

/** Bundles as CDK does, and answers how it ended and what it said. */
function bundle(name: string, into = 'assembly') {
  const out = join(folder, into, `of-${name}`, 'index.mjs');
  mkdirSync(join(folder, into, `of-${name}`), { recursive: true });
  const entry = join(folder, 'functions', name, 'handler.ts');
  const words = ['--no-install', 'esbuild', '--bundle', entry, ...FLAGS, `--outfile=${out}`];
  const env = { ...process.env, SYNTHESIS_BIN: join(folder, 'bin'), SYNTHESIS_NODE: process.execPath };
  const { status, stderr } = spawnSync(NPX, words, { env, encoding: 'utf8' });
  return { status, stderr, out };
}

const runs = (): number => readFileSync(join(folder, 'runs'), 'utf8').trim().split('\n').length;

it('bundles the functions of a folder in one go, each to what esbuild makes of it alone', () => {
  for (const name of ['one', 'two', 'three']) addFunction(name);
  for (const name of ['one', 'two', 'three']) {
    const { status, out } = bundle(name);
    expect(status).toBe(0);
    const alone = join(folder, 'alone', `of-${name}`, 'index.mjs');
    const entry = join(folder, 'functions', name, 'handler.ts');
    spawnSync(ESBUILD, ['--bundle', entry, ...FLAGS, `--outfile=${alone}`]);
    expect(readFileSync(out, 'utf8')).toBe(readFileSync(alone, 'utf8'));
    expect(readFileSync(`${out}.map`, 'utf8')).toBe(readFileSync(`${alone}.map`, 'utf8'));
  }
  expect(runs()).toBe(1);
});

it('bundles each alone when one beside it cannot be, and says what is wrong with that one only when it is asked for', () => {
  for (const name of ['one', 'two']) addFunction(name);
  addFunction('broken', 'console.log(greet(');
  expect(bundle('one')).toMatchObject({ status: 0, stderr: '' });
  expect(bundle('two')).toMatchObject({ status: 0, stderr: '' });
  const { status, stderr } = bundle('broken');
  expect(status).toBe(1);
  expect(stderr).toContain('broken/handler.ts:3');
  // Once together, and then each alone.
  expect(runs()).toBe(4);
});

it('bundles a function that is beside no other as it is', () => {
  addFunction('one');
  expect(bundle('one')).toMatchObject({ status: 0, stderr: '' });
  expect(runs()).toBe(1);
});
