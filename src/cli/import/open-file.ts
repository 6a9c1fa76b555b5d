import { createReadStream, type ReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { TruncatedFileError, type OpenedFile } from '../../import-reader/opened-file.ts';

const CHUNK_BYTES = 256 * 1024;

/** Opens a file for reading once from its start, unpacked when it is gzip (told by content, not by name). */
export async function openFile(file: string): Promise<OpenedFile> {
  const isGzip = await startsWithGzipMagic(file);
  const raw = createReadStream(file, { highWaterMark: CHUNK_BYTES });
  const bytesRead = (): number => raw.bytesRead;
  if (!isGzip) return { bytes: raw, bytesRead };
  return { bytes: unpack(raw), bytesRead };
}

/** Begins with the first reading: nobody would hear of damage before. */
async function* unpack(raw: ReadStream): AsyncGenerator<unknown> {
  const unpacked = raw.pipe(createGunzip({ chunkSize: CHUNK_BYTES }));
  raw.on('error', (error) => unpacked.destroy(error));
  try {
    yield* unpacked;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error;
    if (!error.code.startsWith('Z_')) throw error;
    throw new TruncatedFileError(`The gzip file is damaged or cut off (${error.code}).`);
  }
}

async function startsWithGzipMagic(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}
