import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changedVariables, digestOfAll, readVariables } from '../../../../src/offline/assembly/read-variables.ts';
import { ROOT } from '../../../backends-under-test.ts';

const RECORDER = pathToFileURL(join(ROOT, 'src/offline/assembly/record-environment.mjs')).href;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'variables-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The names that are written down while a script runs; packages are given by their path. */
function recorded(script: string, packages: Readonly<Record<string, string>> = {}): readonly string[] {
  const files = {
    'backend.mjs': script,
    'run.mjs': `import { recordEnvironment } from '${RECORDER}'; recordEnvironment('names.json'); await import('./backend.mjs');`,
    ...packages,
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  execFileSync(process.execPath, ['run.mjs'], { cwd: folder, env: { PATH: '', SEEN: 'x', OTHER: 'y' } });
  return JSON.parse(readFileSync(join(folder, 'names.json'), 'utf8')) as string[];
}

describe('the variables that a backend reads', () => {
  it.each([
    ['by its name', "if (process.env.SEEN !== 'x') throw 1;", ['SEEN']],
    ['by taking it apart', 'const { SEEN, NONE } = process.env;', ['NONE', 'SEEN']],
    ['by asking whether it is there', "'SEEN' in process.env;", ['SEEN']],
    ['by listing all', 'if (Object.keys(process.env).length < 3) throw 1;', ['*']],
    ['not at all', '1;', []],
  ])('S24 are noted when they are read %s', (_how, script, names) => {
    expect(recorded(script)).toEqual(names);
  });

  it('S24 are noted when a package reads them for it, and not when a build tool does for itself', () => {
    const packages = {
      'node_modules/envalid/index.mjs': 'export const read = (env, name) => env[name];',
      'node_modules/aws-cdk-lib/index.mjs':
        "import { read } from '../envalid/index.mjs'; export const own = () => [process.env.OTHER, read(process.env, 'INNER')];",
    };
    const script =
      "import { read } from './node_modules/envalid/index.mjs'; import { own } from './node_modules/aws-cdk-lib/index.mjs'; read(process.env, 'SEEN'); own();";
    expect(recorded(script, packages)).toEqual(['SEEN']);
  });

  it('S24 can still be set, removed and given to others', () => {
    const script =
      "import { execFileSync } from 'node:child_process'; process.env.NEW = 'n'; delete process.env.OTHER; const out = execFileSync(process.execPath, ['-p', 'process.env.NEW + process.env.OTHER'], { encoding: 'utf8' }); if (out.trim() !== 'nundefined') throw new Error(out);";
    expect(recorded(script)).toEqual([]);
  });

  it('S24 are compared by digests, and a missing one is not an empty one', () => {
    const names = join(folder, 'names.json');
    writeFileSync(names, '["A","B","CDK_OUTDIR"]');
    const read = readVariables(names, { A: 'secret value', CDK_OUTDIR: '/x' });
    expect(JSON.stringify(read)).not.toContain('secret');
    expect(changedVariables(read, { A: 'secret value' })).toEqual([]);
    expect(changedVariables(read, { A: 'other', B: '' })).toEqual(['A', 'B']);
    expect(digestOfAll(read)).not.toBe(digestOfAll(readVariables(names, { A: 'secret value', B: '' })));
  });

  it('S24 are all of them when it lists all, but for those of the terminal', () => {
    const names = join(folder, 'names.json');
    writeFileSync(names, '["*","A","SHLVL","PWD"]');
    const read = readVariables(names, { A: '1', SHLVL: '1', PWD: '/a' });
    expect(changedVariables(read, { A: '1', SHLVL: '2', PWD: '/b' })).toEqual([]);
    expect(changedVariables(read, { A: '1', NEW: '1' })).toEqual(['*']);
  });
});
