import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Entries of a folder with when they were used last, the latest first; one that somebody removed meanwhile is the last. */
export async function newestFirst(
  folder: string,
  names: readonly string[],
): Promise<readonly { readonly name: string; readonly usedAt: number }[]> {
  const entries = await Promise.all(
    names.map(async (name) => ({ name, usedAt: (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? 0 })),
  );
  return entries.toSorted((a, b) => b.usedAt - a.usedAt);
}
