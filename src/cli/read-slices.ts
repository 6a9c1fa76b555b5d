import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

/** Limits of one `importCustomers` call; AppSync takes requests of up to 1 MB. */
const LINES_PER_SLICE = 500;
const BYTES_PER_SLICE = 700_000;
/** Pinpoint's endpoints are at most 15 KB; a longer line is damage, and must not fill memory. */
const MAX_LINE_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

export interface Slice {
  /** 1-based number of the first line. */
  readonly firstLine: number;
  readonly lines: readonly string[];
  /** Bytes of the file (as stored, compressed or not) read so far: what progress is measured by. */
  readonly bytesRead: number;
}

export type SliceEvent =
  | { readonly kind: 'slice'; readonly slice: Slice }
  /** A line that never reaches the server, with the reason. */
  | {
      readonly kind: 'rejected';
      readonly line: number;
      readonly code: 'LINE_TOO_LONG' | 'NOT_UTF8';
      readonly reason: string;
    }
  /** The file ends early (a truncated gzip): everything before it was read. */
  | { readonly kind: 'truncated'; readonly line: number; readonly reason: string };

/**
 * Reads a Pinpoint export (NDJSON, gzip or plain; told apart by content, not name) in constant memory
 * and yields it in slices that fit one call.
 */
export async function* readSlices(file: string): AsyncGenerator<SliceEvent> {
  const raw = createReadStream(file, { highWaterMark: 256 * 1024 });
  const isGzip = await startsWithGzipMagic(file);
  const stream = isGzip ? raw.pipe(createGunzip()) : raw;
  raw.on('error', (error) => stream.destroy(error));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let lines: string[] = [];
  let bytes = 0;
  let firstLine = 1;
  let line = 0;
  let pending: Buffer[] = [];
  let pendingBytes = 0;

  function* take(): Generator<SliceEvent> {
    if (lines.length > 0) yield { kind: 'slice', slice: { firstLine, lines, bytesRead: raw.bytesRead } };
    lines = [];
    bytes = 0;
  }

  function* endLine(): Generator<SliceEvent> {
    line += 1;
    const length = pendingBytes;
    const content = Buffer.concat(pending);
    pending = [];
    pendingBytes = 0;
    if (length > MAX_LINE_BYTES) {
      yield* take();
      firstLine = line + 1;
      yield {
        kind: 'rejected',
        line,
        code: 'LINE_TOO_LONG',
        reason: `The line is ${length} bytes long; at most ${MAX_LINE_BYTES} are read.`,
      };
      return;
    }
    let text: string;
    try {
      text = decoder.decode(content);
    } catch {
      yield* take();
      firstLine = line + 1;
      yield {
        kind: 'rejected',
        line,
        code: 'NOT_UTF8',
        reason: 'The line is not valid UTF-8. Convert the file to UTF-8 and import it again.',
      };
      return;
    }
    if (lines.length === 0) firstLine = line;
    if (lines.length >= LINES_PER_SLICE || bytes + length > BYTES_PER_SLICE) {
      yield* take();
      firstLine = line;
    }
    lines.push(text.endsWith('\r') ? text.slice(0, -1) : text);
    bytes += length;
  }

  try {
    for await (const chunk of stream) {
      if (!Buffer.isBuffer(chunk)) continue;
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
        pushPiece(chunk.subarray(start, end));
        yield* endLine();
        start = end + 1;
      }
      pushPiece(chunk.subarray(start));
    }
  } catch (error) {
    if (!isGzip || !isZlibError(error)) throw error;
    yield* take();
    yield {
      kind: 'truncated',
      line: line + 1,
      reason: `The gzip file is damaged or cut off after line ${line} (${error.code}). The lines before it were read; download the file again for the rest.`,
    };
    return;
  }
  if (pendingBytes > 0) yield* endLine();
  yield* take();

  function pushPiece(piece: Buffer): void {
    // Beyond the limit only the length is kept: the line is going to be refused.
    if (pendingBytes <= MAX_LINE_BYTES && piece.length > 0)
      pending.push(Buffer.from(piece.subarray(0, MAX_LINE_BYTES + 1)));
    pendingBytes += piece.length;
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

function isZlibError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}
