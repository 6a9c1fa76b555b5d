import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mutant } from './mutant.ts';

const ROOT = join(import.meta.dirname, '../..');
const COPIED = ['package.json', 'tsconfig.json', 'vitest.config.ts', 'src', 'test', 'amplify', 'schema'];

/** A copy of the tree, in which one mutant after the other is tried: the tree itself is never touched. */
export type MutatedTree = {
  readonly folder: string;
  /** Runs `work` with the edit made, and undoes it; throws when the edit does not fit its file exactly once. */
  readonly withMutant: <T>(mutant: Mutant, work: () => Promise<T>) => Promise<T>;
  readonly remove: () => Promise<void>;
};

export async function copyTree(): Promise<MutatedTree> {
  const folder = await mkdtemp(join(tmpdir(), 'mutation-'));
  for (const path of COPIED) await cp(join(ROOT, path), join(folder, path), { recursive: true, filter: isSource });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    withMutant: async (mutant, work) => {
      const file = join(folder, mutant.file);
      const source = await readFile(file, 'utf8');
      await writeFile(file, mutate(source, mutant));
      try {
        return await work();
      } finally {
        await writeFile(file, source);
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function isSource(path: string): boolean {
  return !path.includes('/node_modules') && !path.includes('/.bonghwa');
}

/** The source with a mutant's edit. */
function mutate(source: string, { file, original, mutated, breaks }: Mutant): string {
  const times = source.split(original).length - 1;
  if (times !== 1) {
    throw new Error(`"${breaks}" does not fit any more: ${file} has its text ${times} times.\n  ${original}`);
  }
  return source.replace(original, () => mutated);
}

/** Every mutant whose edit no longer fits its file, with the reason. */
export async function misfits(mutants: readonly Mutant[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const mutant of mutants) {
    try {
      mutate(await readFile(join(ROOT, mutant.file), 'utf8'), mutant);
    } catch (error) {
      found.push(error instanceof Error ? error.message : String(error));
    }
  }
  return found;
}
