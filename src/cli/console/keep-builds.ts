import { readdir, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { outOfUse } from '../../offline/index.ts';

/** How many are kept besides those in use: whoever comes back to a branch finds its build. */
const MOST_BUILDS = 5;

/** Keeps of a folder of builds those that were used last, those in use, and the one that is used now. */
export async function keepBuilds(builds: string, used: string): Promise<void> {
  const now = new Date();
  await utimes(join(builds, used), now, now);
  // One with a process in its name is being made by somebody else.
  const names = (await readdir(builds)).filter((name) => name !== used && !name.includes('.'));
  for (const name of await outOfUse(builds, names, MOST_BUILDS - 1))
    await rm(join(builds, name), { recursive: true, force: true });
}
