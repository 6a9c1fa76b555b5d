import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const metadataSchema = z.object({
  key: z.string(),
  size: z.number(),
  etag: z.string(),
  lastModified: z.number(),
  contentType: z.string(),
  /** Further headers that come back as they were given: how a browser saves and keeps the object. */
  headers: z.record(z.string(), z.string()).optional(),
  metadata: z.record(z.string(), z.string()),
});

export type ObjectMetadata = z.infer<typeof metadataSchema>;

/** The objects of one bucket as files: a key can be any text, so file names are its hash and the key is kept beside the bytes. */
export interface ObjectFiles {
  put(
    key: string,
    bytes: Buffer,
    about: {
      readonly contentType: string;
      readonly headers?: Readonly<Record<string, string>> | undefined;
      readonly metadata: Readonly<Record<string, string>>;
      readonly now: number;
      /** Of an object that was put together from parts; the MD5 of the bytes when absent. */
      readonly etag?: string;
    },
  ): ObjectMetadata;
  head(key: string): ObjectMetadata | undefined;
  read(key: string): Buffer;
  /** Where the bytes of an object are, for whoever reads files. */
  fileOf(key: string): string;
  remove(key: string): void;
  /** In the order of UTF-8 bytes, as S3 lists. Whoever has opened the folder is the only one who changes it. */
  list(prefix: string): readonly ObjectMetadata[];
}

/** Opens the folder of a bucket; it is made with the first object. */
export function openObjectFiles(folder: string): ObjectFiles {
  const fileOf = (key: string) => join(folder, createHash('sha256').update(key).digest('hex'));
  const head = (key: string): ObjectMetadata | undefined => readMetadata(`${fileOf(key)}.json`);
  // Thousands of objects are thousands of small files: they are read for the first list, and remembered.
  let known: Map<string, ObjectMetadata> | undefined;
  const all = (): Map<string, ObjectMetadata> => {
    known ??= new Map(
      fileNames(folder)
        .filter((name) => name.endsWith('.json'))
        .flatMap((name) => readMetadata(join(folder, name)) ?? [])
        .map((object) => [object.key, object]),
    );
    return known;
  };
  return {
    put(key, bytes, about) {
      mkdirSync(folder, { recursive: true });
      const object: ObjectMetadata = {
        key,
        size: bytes.length,
        etag: about.etag ?? createHash('md5').update(bytes).digest('hex'),
        lastModified: about.now,
        contentType: about.contentType,
        ...(about.headers === undefined ? {} : { headers: { ...about.headers } }),
        metadata: { ...about.metadata },
      };
      // The description is renamed into place last: an object exists only when its bytes are complete.
      replace(fileOf(key), bytes);
      replace(`${fileOf(key)}.json`, JSON.stringify(object));
      known?.set(key, object);
      return object;
    },
    head,
    read: (key) => readFileSync(fileOf(key)),
    fileOf,
    remove(key) {
      known?.delete(key);
      rmSync(`${fileOf(key)}.json`, { force: true });
      rmSync(fileOf(key), { force: true });
    },
    list(prefix) {
      return [...all().values()]
        .filter((object) => object.key.startsWith(prefix))
        .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
    },
  };
}

function replace(file: string, content: Buffer | string): void {
  const temporary = `${file}.${randomUUID()}.new`;
  writeFileSync(temporary, content);
  renameSync(temporary, file);
}

function readMetadata(file: string): ObjectMetadata | undefined {
  try {
    return metadataSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function fileNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
