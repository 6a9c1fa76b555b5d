import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepInUse, outOfUse } from '../../../../src/offline/assembly/keep-in-use.ts';
import { removeOldOnes } from '../../../../src/offline/assembly/synthesize.ts';

const HOUR_MS = 3_600_000;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'in-use-'));
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true, force: true });
});

/** Folders, each used an hour before the next. */
async function make(...names: readonly string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    await mkdir(join(folder, name));
    const usedAt = new Date(Date.now() - (names.length - index) * HOUR_MS);
    await utimes(join(folder, name), usedAt, usedAt);
  }
}

it('a synthesis removes the oldest of a backend, and not the one that a sandbox runs', async () => {
  await make('a-1', 'a-2', 'a-3', 'a-4', 'a-5', 'a-6.killed', 'a-7', 'b-1');
  const release = keepInUse(join(folder, 'a-1'));
  await vi.waitFor(async () => expect(await outOfUse(folder, ['a-1'], 0)).toEqual([]));
  // Three syntheses since it last said so.
  const later = new Date(Date.now() + 1_000);
  for (const name of ['a-4', 'a-5', 'a-7']) await utimes(join(folder, name), later, later);
  await removeOldOnes(folder, 'a-');
  expect((await readdir(folder)).toSorted()).toEqual(['a-1', 'a-4', 'a-5', 'a-7', 'b-1']);
  release();
});

it('a folder is in use for as long as somebody says so, and a few minutes longer', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
  await make('old');
  const isOut = async (): Promise<boolean> => (await outOfUse(folder, ['old'], 0)).length > 0;
  expect(await isOut()).toBe(true);
  const release = keepInUse(join(folder, 'old'));
  for (let minute = 0; minute < 10; minute += 1) {
    await vi.waitFor(async () => expect(await isOut()).toBe(false));
    vi.advanceTimersByTime(60_000);
  }
  release();
  vi.advanceTimersByTime(5 * 60_000);
  expect(await isOut()).toBe(true);
});

it('a folder that somebody has removed is no fault of whoever uses it', async () => {
  keepInUse(join(folder, 'gone'))();
  expect(await outOfUse(folder, ['gone'], 0)).toEqual(['gone']);
});
