import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { findProject } from './find-project.ts';
import { reachedFiles } from './reached-files.ts';

const IGNORED = new Set(['node_modules', 'cdk.out', 'dist']);
/** Of a whole project: what is built, and what is not for a backend. */
const NOT_CODE = new Set([...IGNORED, 'build', 'out', 'coverage', 'public', 'android', 'ios', 'Pods']);
const SCRIPT = /\.[cm]?[jt]sx?$/;
const CODE = /\.([cm]?[jt]sx?|json|graphql|gql|vtl)$/;
/** Written by a sandbox itself. */
const OUTPUTS = /^amplify_outputs.*\.json$/;
const MAX_CODE_BYTES = 1024 * 1024;

async function* walk(folder: string, ignored: ReadonlySet<string>): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    if (ignored.has(entry.name) || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path, ignored);
    else if (entry.isFile()) yield path;
  }
}

export interface SourcesOfSynthesis {
  /** Folders of which every file counts. */
  readonly sourceRoots: readonly string[];
  /** Folders of which only code counts, and only those scripts that a source names, where that can be told. */
  readonly codeRoots?: readonly string[];
  /** Single files: the locked packages, variables. */
  readonly files: readonly string[];
  /** A version of our own. */
  readonly salt: string;
}

/** Content hash of everything a synthesis depends on. */
export async function hashSources({ sourceRoots, codeRoots = [], files, salt }: SourcesOfSynthesis): Promise<string> {
  const hash = createHash('sha256').update(salt);
  const add = async (name: string, file: string): Promise<void> => {
    hash
      .update(name)
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  };
  const sources: string[] = [];
  for (const root of sourceRoots) {
    for await (const file of walk(root, IGNORED)) {
      sources.push(file);
      await add(relative(dirname(root), file), file);
    }
  }
  for (const root of codeRoots) {
    const reached = reachedFiles(sources, root);
    const isReached = (file: string): boolean => !SCRIPT.test(file) || reached?.has(file) !== false;
    for await (const file of walk(root, NOT_CODE)) {
      const name = relative(root, file);
      if (!CODE.test(file) || !isReached(file) || OUTPUTS.test(name.slice(name.lastIndexOf('/') + 1))) continue;
      if ((await stat(file)).size <= MAX_CODE_BYTES) await add(name, file);
    }
  }
  for (const file of files) await add(file, file);
  return hash.digest('hex');
}

/** What the sources of a backend are now: while it stays the same, a synthesis gives the same. */
export function keyOfSources(
  backendFile: string,
  roots: Pick<SourcesOfSynthesis, 'sourceRoots' | 'codeRoots'>,
  salt = '',
): Promise<string> {
  const { lockFile, dotEnvFiles } = findProject(backendFile);
  return hashSources({ ...roots, files: [...(lockFile === undefined ? [] : [lockFile]), ...dotEnvFiles], salt });
}
