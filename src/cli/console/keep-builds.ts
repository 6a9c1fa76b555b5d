import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** How many are kept: a sandbox that runs on while the sources change still serves the one that it was started with. */
const MOST_BUILDS = 5;

/** Keeps of a folder of builds those that were used last, and the one that is used now. */
export async function keepBuilds(builds: string, used: string): Promise<void> {
  const now = new Date();
  await utimes(join(builds, used), now, now);
  // One with a process in its name is being made by somebody else.
  const names = (await readdir(builds)).filter((name) => name !== used && !name.includes('.'));
  const others = await Promise.all(
    names.map(async (name) => {
      // Somebody else who starts now may have removed it already.
      const found = await stat(join(builds, name)).catch(() => null);
      return { name, usedAt: found?.mtimeMs ?? 0 };
    }),
  );
  const old = others.toSorted((a, b) => b.usedAt - a.usedAt).slice(MOST_BUILDS - 1);
  for (const { name } of old) await rm(join(builds, name), { recursive: true, force: true });
}
