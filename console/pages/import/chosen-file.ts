import { createInspector, READING, type FileRefusal, type InspectedFile } from '../../../src/import-reader/inspect.ts';
import type { ImportOptions } from '../../../src/import-reader/import-options.ts';
import { joinBytes } from '../../../src/import-reader/join-bytes.ts';
import { TruncatedFileError, type OpenedFile } from '../../../src/import-reader/opened-file.ts';

/** A browser knows all of code page 949, which is how the Encoding Standard has it. */
const korean = new TextDecoder('euc-kr');

/** The text of two bytes of code page 949, by the browser. */
const decodePair = (bytes: Uint8Array): string => korean.decode(bytes);

/** Opens a file that somebody chose, for reading once from its start, unpacked when it is gzip (told by content). */
export async function openChosen(file: Blob): Promise<OpenedFile> {
  let read = 0;
  const counted = file.stream().pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        read += chunk.byteLength;
        controller.enqueue(chunk);
      },
    }),
  );
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isGzip = first === 0x1f && second === 0x8b;
  return {
    bytes: isGzip ? unpacked(counted) : chunksOf(counted),
    bytesRead: () => read,
  };
}

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

async function* unpacked(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunksOf(stream.pipeThrough(new DecompressionStream('gzip')));
  } catch (error) {
    // A browser says of a broken file no more than that it is one.
    if (!(error instanceof TypeError)) throw error;
    throw new TruncatedFileError('The gzip file is damaged or cut off.');
  }
}

const BLOCK = 1024 * 1024;

/**
 * Reads a file once from end to end to know what it is. The same content with the same options is the same import: its id
 * is a digest of the digests of blocks, as browsers digest only what is whole.
 */
export async function inspectChosen(file: File, options: ImportOptions): Promise<InspectedFile | FileRefusal> {
  if (file.size === 0)
    return { ok: false, error: { code: 'EMPTY_FILE', message: `${file.name} is empty: there is nothing to import.` } };
  const inspector = createInspector(decodePair);
  let digest = await digestOf(new TextEncoder().encode(`${READING}\n${JSON.stringify(options)}`));
  for (let from = 0; from < file.size; from += BLOCK) {
    const block = new Uint8Array(await file.slice(from, from + BLOCK).arrayBuffer());
    digest = await digestOf(joinBytes([digest, block]));
  }
  try {
    for await (const chunk of (await openChosen(file)).bytes) if (chunk instanceof Uint8Array) inspector.push(chunk);
  } catch (error) {
    // What comes before the damage is imported, and the damage reported then.
    if (!(error instanceof TruncatedFileError)) throw error;
  }
  const verdict = inspector.verdict(file.name, options);
  if (!verdict.ok) return verdict;
  const hex = Array.from(digest.subarray(0, 12), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { ...verdict, importId: `import-${hex}`, size: file.size, decodePair };
}

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
