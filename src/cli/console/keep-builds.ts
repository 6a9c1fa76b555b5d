import { readdir, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { newestFirst } from '../../offline/index.ts';

/** How many are kept: a sandbox that runs on while the sources change still serves the one that it was started with. */
const MOST_BUILDS = 5;

/** Keeps of a folder of builds those that were used last, and the one that is used now. */
export async function keepBuilds(builds: string, used: string): Promise<void> {
  const now = new Date();
  await utimes(join(builds, used), now, now);
  // One with a process in its name is being made by somebody else.
  const names = (await readdir(builds)).filter((name) => name !== used && !name.includes('.'));
  const old = (await newestFirst(builds, names)).slice(MOST_BUILDS - 1);
  for (const { name } of old) await rm(join(builds, name), { recursive: true, force: true });
}
