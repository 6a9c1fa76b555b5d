import { readdirSync, watch, type FSWatcher } from 'node:fs';
import { join, resolve, sep } from 'node:path';

/** An editor writes several files, or one several times. */
const SETTLE_MS = 300;
/** A watcher each; whoever has more folders starts again by hand. */
const MAX_FOLDERS = 2_000;
const NOT_SOURCES =
  /^(\..*|node_modules|cdk\.out|dist|build|out|coverage|public|android|ios|Pods|amplify_outputs.*\.json)$/;

/**
 * Waits until a source under one of the folders was changed; `without` is a folder of which no change counts. `key` says what
 * the sources are, and `before` what they were when the start began: a file that changes none of it is no reason for another.
 */
export function untilSourcesChange(
  roots: readonly string[],
  without: string,
  { key, before }: { readonly key: () => Promise<string>; readonly before: string },
): { readonly changed: Promise<void>; stop(): void } {
  const watchers: FSWatcher[] = [];
  let settling: NodeJS.Timeout | undefined;
  const excluded = `${resolve(without)}${sep}`;
  const changed = new Promise<void>((done) => {
    // Of what cannot be read just now the next start says what is wrong.
    const look = (): void => void key().then((is) => is !== before && done(), done);
    // Whoever wrote while it started waits for the same.
    settling = setTimeout(look, SETTLE_MS);
    for (const folder of foldersOf(roots, excluded)) {
      const watcher = watch(folder, (_event, name) => {
        if (name === null || NOT_SOURCES.test(name) || `${join(folder, name)}${sep}`.startsWith(excluded)) return;
        clearTimeout(settling);
        settling = setTimeout(look, SETTLE_MS);
      });
      // A folder that goes away is no reason to end.
      watcher.on('error', () => undefined);
      watchers.push(watcher);
    }
  });
  return {
    changed,
    stop: () => {
      clearTimeout(settling);
      for (const watcher of watchers) watcher.close();
    },
  };
}

/** Not by the system's own recursion: it would look at every folder of node_modules. */
function foldersOf(roots: readonly string[], excluded: string): ReadonlySet<string> {
  const folders = new Set<string>();
  const waiting = [...roots];
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    if (folders.has(folder) || folders.size >= MAX_FOLDERS || `${folder}${sep}`.startsWith(excluded)) continue;
    folders.add(folder);
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory() && !NOT_SOURCES.test(entry.name)) waiting.push(join(folder, entry.name));
  }
  return folders;
}
