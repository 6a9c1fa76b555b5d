import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeRootsOf, findProject } from '../../../../src/offline/assembly/find-project.ts';
import { hashSources } from '../../../../src/offline/assembly/hash-sources.ts';

let top: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'project-'));
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

function lay(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, name)), { recursive: true });
    writeFileSync(join(top, name), text);
  }
}
const find = (backend: string) => findProject(join(top, backend));

describe('the project of a backend', () => {
  it('S18 is the folder that holds amplify/, however far up the lock file is', () => {
    lay({ 'pnpm-lock.yaml': '', 'pnpm-workspace.yaml': '', 'packages/x/amplify/backend.ts': '' });
    const project = find('packages/x/amplify/backend.ts');
    expect(project).toMatchObject({ folder: join(top, 'packages/x'), lockFile: join(top, 'pnpm-lock.yaml') });
    expect(codeRootsOf(project)).toEqual([top]);
  });

  it('S18 is the same with a lock file inside amplify/', () => {
    lay({ 'amplify/package-lock.json': '{}', 'amplify/backend.ts': '' });
    const project = find('amplify/backend.ts');
    expect(project.folder).toBe(top);
    expect(project.lockFile).toBe(join(top, 'amplify/package-lock.json'));
    expect(project.standInLockFile).toBe(join(top, 'package-lock.json'));
    expect(codeRootsOf(project)).toEqual([top]);
    lay({ 'yarn.lock': '' });
    expect(find('amplify/backend.ts').lockFile).toBe(join(top, 'yarn.lock'));
    expect(find('amplify/backend.ts').standInLockFile).toBeUndefined();
  });

  it('S18 looks for the bundler and the AWS SDK upward', () => {
    lay({
      'package-lock.json': '{}',
      'package.json': '{"workspaces":["packages/*"]}',
      'node_modules/.bin/esbuild': '',
      'node_modules/@aws-sdk/client-s3/package.json': '{}',
      'packages/x/node_modules/left-pad/package.json': '{}',
      'packages/x/amplify/backend.ts': '',
    });
    expect(find('packages/x/amplify/backend.ts')).toMatchObject({
      binFolder: join(top, 'node_modules/.bin'),
      modulesFolder: join(top, 'node_modules'),
    });
  });

  it('S24 knows the .env files around it', () => {
    lay({
      'package-lock.json': '{}',
      '.env': 'A=1',
      'packages/x/.env.local': '',
      'packages/x/amplify/.env': '',
      'packages/x/amplify/backend.ts': '',
    });
    expect(find('packages/x/amplify/backend.ts').dotEnvFiles.toSorted()).toEqual(
      ['.env', 'packages/x/.env.local', 'packages/x/amplify/.env'].map((name) => join(top, name)).toSorted(),
    );
  });
});

describe('the key of the cache', () => {
  const key = () => {
    const project = find('amplify/backend.ts');
    return hashSources({
      sourceRoots: [join(top, 'amplify')],
      codeRoots: codeRootsOf(project),
      files: [...(project.lockFile === undefined ? [] : [project.lockFile]), ...project.dotEnvFiles],
      salt: 's',
    });
  };
  it.each([
    ['.env', 'A=2'],
    ['amplify/data/x.txt', 'x'],
    ['src/shared.ts', 'x'],
    ['src/deep/index.ts', 'x'],
    ['src/deep/further.ts', 'x'],
    ['assets/lambda/handler.py.js', 'x'],
    ['src/words.json', '{}'],
    ['package-lock.json', '{"a":1}'],
  ])('S24 changes with %s', async (name, text) => {
    lay({
      'package-lock.json': '{}',
      '.env': 'A=1',
      'amplify/backend.ts': "import './data/resource';",
      'amplify/data/resource.ts': "import { a } from '../../src/shared.js';\nCode.fromAsset('assets/lambda');",
      'src/shared.ts': "export * from './deep';",
      'src/deep/index.ts': "const later = import('./further.ts');",
      'src/deep/further.ts': '',
      'assets/lambda/handler.py.js': '',
    });
    const before = await key();
    expect(await key()).toBe(before);
    lay({ [name]: text });
    expect(await key()).not.toBe(before);
  });
  it.each(['src/app.tsx', 'src/page.ts', 'vite.config.ts'])(
    'S24 does not change with %s, which no source names',
    async (name) => {
      lay({
        'package-lock.json': '{}',
        'node_modules/@aws-amplify/backend/package.json': '{}',
        'amplify/backend.ts':
          "import { defineBackend } from '@aws-amplify/backend';\nimport { join } from 'node:path';",
        'amplify/x/handler.ts': "import { env } from '$amplify/env/x';\nimport '../../src/shared';",
        'src/shared.ts': '',
      });
      const before = await key();
      lay({ [name]: 'x' });
      expect(await key()).toBe(before);
    },
  );
  it.each([
    ["import { a } from '@/shared';", 'an alias'],
    ["import { a } from '@shop/prices';", 'a package of the workspace'],
    ["const file = join(import.meta.dirname, 'x');", 'a path that is computed'],
    ["const file = join(here, '..', 'src');", 'a path of pieces'],
  ])('S24 changes with every script when %s might name it: %s', async (text) => {
    lay({ 'package-lock.json': '{}', 'amplify/backend.ts': text, 'packages/prices/package.json': '{}' });
    mkdirSync(join(top, 'node_modules/@shop'), { recursive: true });
    symlinkSync(join(top, 'packages/prices'), join(top, 'node_modules/@shop/prices'));
    const before = await key();
    lay({ 'src/app.ts': 'x' });
    expect(await key()).not.toBe(before);
  });
  it.each(['node_modules/a/index.js', 'amplify_outputs.json', 'public/a.js', '.bonghwa/data/x.json', 'notes.md'])(
    'S24 does not change with %s',
    async (name) => {
      lay({ 'package-lock.json': '{}', 'amplify/backend.ts': '' });
      const before = await key();
      lay({ [name]: 'x' });
      expect(await key()).toBe(before);
    },
  );
});
