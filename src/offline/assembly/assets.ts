import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { AssemblyError } from './errors.ts';

const manifestSchema = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string().optional() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

/** Finds the files of an assembly by the S3 object key under which a deployment would upload them. */
export interface Assets {
  /** Folder of the assembly. */
  readonly folder: string;
  has(objectKeyOrUrl: string): boolean;
  /** Path of a file or, for a zip, of the folder that would be zipped. `wantedBy` names the resource, for the error. */
  pathOf(objectKeyOrUrl: string, wantedBy: string): string;
  /** Text of a file asset, with the name used for it in errors and coverage. */
  textOf(objectKeyOrUrl: string, wantedBy: string): { readonly text: string; readonly source: string };
}

/** Reads the asset manifests (`*.assets.json`) of an assembly. */
export function readAssets(folder: string): Assets {
  const pathByKey = new Map<string, string>();
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.assets.json'))) {
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
    for (const file of Object.values(manifest.files)) {
      if (file.source.path === undefined) continue;
      for (const destination of Object.values(file.destinations))
        pathByKey.set(destination.objectKey, file.source.path);
    }
  }
  const keyOf = (objectKeyOrUrl: string): string => objectKeyOrUrl.slice(objectKeyOrUrl.lastIndexOf('/') + 1);
  const find = (objectKeyOrUrl: string, wantedBy: string): string => {
    const key = keyOf(objectKeyOrUrl);
    const path = pathByKey.get(key);
    if (path === undefined || !existsSync(join(folder, path))) {
      throw new AssemblyError(
        'BAD_ASSEMBLY',
        `${wantedBy} needs the asset ${key}, which is not in the cloud assembly ${folder}.`,
      );
    }
    return path;
  };
  return {
    folder,
    has: (key) => pathByKey.has(keyOf(key)),
    pathOf: (key, wantedBy) => join(folder, find(key, wantedBy)),
    textOf: (key, wantedBy) => {
      const source = find(key, wantedBy);
      return { text: readFileSync(join(folder, source), 'utf8'), source };
    },
  };
}
