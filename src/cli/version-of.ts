import { readFile } from 'node:fs/promises';
import * as z from 'zod';

const manifest = z.object({ name: z.string(), version: z.string() });

/** Which bonghwa this is, as its package says: "bonghwa 1.2.3". */
export async function versionOf(): Promise<string> {
  const { name, version } = manifest.parse(
    JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')),
  );
  return `${name} ${version}`;
}
