import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

const IGNORED = new Set(['node_modules', 'cdk.out', 'dist']);

async function* walk(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    if (IGNORED.has(entry.name) || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile()) yield path;
  }
}

/** Content hash of everything a synthesis depends on: the sources, the locked packages, and a version of our own. */
export async function hashSources(
  sourceRoots: readonly string[],
  lockFile: string | undefined,
  salt: string,
): Promise<string> {
  const hash = createHash('sha256').update(salt);
  for (const root of sourceRoots) {
    for await (const file of walk(root))
      hash
        .update(relative(dirname(root), file))
        .update('\0')
        .update(await readFile(file))
        .update('\0');
  }
  if (lockFile !== undefined) hash.update(readFileSync(lockFile));
  return hash.digest('hex');
}
