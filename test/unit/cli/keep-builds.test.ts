import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keepBuilds } from '../../../src/cli/console/keep-builds.ts';

it('of the builds of the console those that were used last are kept, so that a sandbox that runs on has its own', async () => {
  const builds = await mkdtemp(join(tmpdir(), 'bonghwa-builds-'));
  try {
    for (const [index, name] of ['a', 'b', 'c', 'd', 'e', 'f', 'unfinished.42'].entries()) {
      await mkdir(join(builds, name));
      await utimes(join(builds, name), index + 1, index + 1);
    }
    await keepBuilds(builds, 'f');
    expect((await readdir(builds)).toSorted()).toEqual(['b', 'c', 'd', 'e', 'f', 'unfinished.42']);
    // The oldest is used once more, by a branch that somebody came back to.
    await keepBuilds(builds, 'b');
    await mkdir(join(builds, 'g'));
    await keepBuilds(builds, 'g');
    expect((await readdir(builds)).toSorted()).toEqual(['b', 'd', 'e', 'f', 'g', 'unfinished.42']);
  } finally {
    await rm(builds, { recursive: true, force: true });
  }
});
