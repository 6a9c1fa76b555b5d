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

/** How settings are called. Shorter names, such as PATH, are of the machine. */
const SETTING = /\b[A-Z][A-Z\d]*_[A-Z\d_]+\b/g;
/** A synthesis is given none of these, or is told them by us. */
const NOT_GIVEN = /^(?:AWS_|CDK_|NODE_|VITEST)/;

/** The environment variables that the sources speak of: what they are set to may be part of what is synthesized. */
function settingsIn(sources: ReadonlySet<string>): readonly string[] {
  return [...sources]
    .filter((name) => !NOT_GIVEN.test(name) && process.env[name] !== undefined)
    .sort()
    .map((name) => `${name}=${process.env[name]}`);
}

/**
 * Content hash of everything a synthesis depends on: the sources, the settings of the environment that they speak of, the
 * locked packages, and a version of our own.
 */
export async function hashSources(
  sourceRoots: readonly string[],
  lockFile: string | undefined,
  salt: string,
): Promise<string> {
  const hash = createHash('sha256').update(salt);
  const names = new Set<string>();
  for (const root of sourceRoots) {
    for await (const file of walk(root)) {
      const content = await readFile(file);
      hash
        .update(relative(dirname(root), file))
        .update('\0')
        .update(content)
        .update('\0');
      for (const [name] of content.toString('latin1').matchAll(SETTING)) names.add(name);
    }
  }
  for (const setting of settingsIn(names)) hash.update(setting).update('\0');
  if (lockFile !== undefined) hash.update(readFileSync(lockFile));
  return hash.digest('hex');
}
