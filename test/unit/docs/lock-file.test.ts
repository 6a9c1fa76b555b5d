import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');
const FILES = ['package.json', 'package-lock.json', '.npmrc'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  for (const file of FILES) await cp(join(ROOT, file), join(folder, file));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the first command of README', { timeout: 120_000 }, () => {
  it('finds in the lock file all that package.json asks for', async () => {
    const npm = promisify(execFile)('npm', ['ci', '--dry-run', '--offline', '--ignore-scripts'], { cwd: folder });
    await expect(npm).resolves.toMatchObject({ stdout: expect.stringContaining('added') as string });
  });
});
