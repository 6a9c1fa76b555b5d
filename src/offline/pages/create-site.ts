import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import type { PageResponse } from '../http/create-endpoint.ts';

/** A front end of the backend, built to static files, to be served beside its API. */
export interface Site {
  /** The first part of its address: `console` serves it at `/console/`. */
  readonly name: string;
  readonly folder: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * The files of a built front end by their path, as they are when the sandbox starts: no path of a request ever reaches the
 * file system. `amplify_outputs.json` in it is the sandbox's own, for the host by which it was opened.
 */
export function createSite(
  site: Site | undefined,
  outputsFor: (host: string) => unknown,
): (path: string, host: string) => PageResponse | undefined {
  if (site === undefined) return () => undefined;
  const start = `/${site.name}/`;
  const files = new Map<string, string>();
  for (const entry of readdirSync(site.folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    files.set(file.slice(site.folder.length + 1).replaceAll(sep, '/'), file);
  }
  return (path, host) => {
    if (!path.startsWith(start)) return undefined;
    const name = path.slice(start.length);
    if (name === 'amplify_outputs.json')
      return { contentType: 'application/json', body: JSON.stringify(outputsFor(host)) };
    return page(name === '' ? 'index.html' : name, files);
  };
}

function page(name: string, files: ReadonlyMap<string, string>): PageResponse | undefined {
  const file = files.get(name);
  const contentType = TYPES[extname(name)];
  return file === undefined || contentType === undefined ? undefined : { contentType, body: readFileSync(file) };
}
