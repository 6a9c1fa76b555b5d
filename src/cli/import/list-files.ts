import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What an import of this folder wrote beside its files. */
const REJECTED = /\.rejected\.csv$/;

/** The files that paths stand for, each once: folders are walked in the order of names, without hidden and empty files. */
export async function listFiles(paths: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory() === true) files.push(...(await walk(path)));
    // What does not exist is named when it is opened.
    else files.push(path);
  }
  return [...new Set(files)];
}

async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.') || entry.name.startsWith('_')) continue;
    if (entry.isDirectory()) files.push(...(await walk(path)));
    else if (entry.isFile() && !REJECTED.test(entry.name) && (await stat(path)).size > 0) files.push(path);
  }
  return files;
}
