import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const aboutSchema = z.object({
  bucket: z.string(),
  key: z.string(),
  contentType: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
  metadata: z.record(z.string(), z.string()),
});
export type UploadAbout = z.infer<typeof aboutSchema>;

export interface UploadedPart {
  readonly number: number;
  readonly etag: string;
  readonly size: number;
}

export type Completion =
  | { readonly ok: true; readonly about: UploadAbout; readonly bytes: Buffer; readonly etag: string }
  | { readonly ok: false; readonly code: 'InvalidPart' | 'InvalidPartOrder' | 'EntityTooSmall' };

/** Uploads in parts that are not complete yet; they survive a restart, as the objects do. */
export interface MultipartUploads {
  create(about: UploadAbout): string;
  about(uploadId: string): UploadAbout | undefined;
  addPart(uploadId: string, number: number, bytes: Buffer): UploadedPart;
  parts(uploadId: string): readonly UploadedPart[];
  complete(
    uploadId: string,
    about: UploadAbout,
    wanted: readonly { readonly number: number; readonly etag: string }[],
  ): Completion;
  remove(uploadId: string): void;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html: every part but the last. */
const MIN_PART_BYTES = 5 * 1024 * 1024;
const UPLOAD_ID = /^[0-9a-f]{32}$/;

/** Opens the folder of the uploads under way. */
export function openMultipartUploads(folder: string): MultipartUploads {
  const fileOf = (uploadId: string, name: string): string => join(folder, uploadId, name);
  const partOf = (uploadId: string, number: number): UploadedPart | undefined => {
    const file = fileOf(uploadId, `part-${number}`);
    if (!existsSync(file)) return undefined;
    const bytes = readFileSync(file);
    return { number, etag: md5(bytes), size: bytes.length };
  };
  return {
    create(about) {
      const uploadId = randomUUID().replaceAll('-', '');
      mkdirSync(join(folder, uploadId), { recursive: true });
      writeFileSync(fileOf(uploadId, 'about.json'), JSON.stringify(about));
      return uploadId;
    },
    about(uploadId) {
      // The id comes from the request, and becomes part of a path.
      if (!UPLOAD_ID.test(uploadId) || !existsSync(fileOf(uploadId, 'about.json'))) return undefined;
      return aboutSchema.parse(JSON.parse(readFileSync(fileOf(uploadId, 'about.json'), 'utf8')));
    },
    addPart(uploadId, number, bytes) {
      const file = fileOf(uploadId, `part-${number}`);
      writeFileSync(`${file}.new`, bytes);
      renameSync(`${file}.new`, file);
      return { number, etag: md5(bytes), size: bytes.length };
    },
    parts: (uploadId) =>
      readdirSync(join(folder, uploadId))
        .flatMap((name) => /^part-(\d+)$/.exec(name)?.[1] ?? [])
        .map(Number)
        .sort((left, right) => left - right)
        .flatMap((number) => partOf(uploadId, number) ?? []),
    complete(uploadId, about, wanted) {
      const found: Buffer[] = [];
      const digests: Buffer[] = [];
      if (wanted.some(({ number }, index) => index > 0 && number <= (wanted[index - 1]?.number ?? 0)))
        return { ok: false, code: 'InvalidPartOrder' };
      for (const [index, { number, etag }] of wanted.entries()) {
        const part = partOf(uploadId, number);
        if (part === undefined || part.etag !== etag.replaceAll('"', '')) return { ok: false, code: 'InvalidPart' };
        if (index < wanted.length - 1 && part.size < MIN_PART_BYTES) return { ok: false, code: 'EntityTooSmall' };
        found.push(readFileSync(fileOf(uploadId, `part-${number}`)));
        digests.push(Buffer.from(part.etag, 'hex'));
      }
      const etag = `${md5(Buffer.concat(digests))}-${wanted.length}`;
      return { ok: true, about, bytes: Buffer.concat(found), etag };
    },
    remove: (uploadId) => rmSync(join(folder, uploadId), { recursive: true, force: true }),
  };
}

function md5(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex');
}
