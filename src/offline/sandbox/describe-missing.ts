import type { CloudApp } from '../assembly/resources.ts';

/** What of a backend does nothing here, for the person who starts it: by name where somebody will miss it, else by kind. */
export function describeMissing(app: Pick<CloudApp, 'missing' | 'skipped'>): readonly string[] {
  const named = app.missing.map(({ owner, problem }) => `Not run here: ${owner} ${problem}.`);
  const kinds = Object.entries(app.skipped).map(([what, count]) => (count === 1 ? what : `${count} x ${what}`));
  return kinds.length === 0 ? named : [...named, `Not run here, by kind: ${kinds.join(', ')}.`];
}
