import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { createDecoder, createEncodingDetector, type Encoding } from './encoding.ts';
import type { ImportFormat, ImportOptions } from './import-options.ts';
import { knownFile } from './known-files.ts';
import { TruncatedFileError, openFile } from './open-file.ts';

export interface InspectedFile {
  readonly ok: true;
  /** The same content with the same options is the same import. */
  readonly importId: string;
  readonly size: number;
  readonly encoding: Encoding;
  readonly format: ImportFormat;
}

export interface FileRefusal {
  readonly ok: false;
  readonly error: {
    readonly code:
      | 'FILE_UNREADABLE'
      | 'EMPTY_FILE'
      | 'NOT_TEXT'
      | 'MIXED_ENCODING'
      | 'UNKNOWN_ENCODING'
      | 'UNKNOWN_COLUMN'
      | 'BAD_MAPPING';
    readonly message: string;
  };
}

const START_BYTES = 4096;

/** Counts up when the same file would be cut into other rows: a slice's name stands for what is in it. */
const READING = 3;

/** Reads a file once from end to end, in constant memory, to know what it is before anything is sent. */
export async function inspectFile(file: string, options: ImportOptions): Promise<InspectedFile | FileRefusal> {
  const size = await fileSize(file);
  if (size === undefined) {
    return refuse('FILE_UNREADABLE', `${file} cannot be read. Check the path and its permissions.`);
  }
  if (size === 0) return refuse('EMPTY_FILE', `${file} is empty: there is nothing to import.`);
  const hash = createHash('sha256').update(`${READING}\n${JSON.stringify(options)}`);
  const detector = createEncodingDetector();
  let start = Buffer.alloc(0);
  try {
    for await (const chunk of (await openFile(file)).bytes) {
      if (!Buffer.isBuffer(chunk)) continue;
      hash.update(chunk);
      detector.push(chunk);
      if (start.length < START_BYTES) start = Buffer.concat([start, chunk.subarray(0, START_BYTES)]);
    }
  } catch (error) {
    // What comes before the damage is imported, and the damage reported then.
    if (!(error instanceof TruncatedFileError)) throw error;
  }
  const other = knownFile(start);
  if (other !== undefined) return refuse('NOT_TEXT', `${file} ${other}`);
  const verdict =
    options.encoding === undefined ? detector.verdict() : { ok: true as const, encoding: options.encoding };
  if (!verdict.ok) return refuse(verdict.code, `${file}: ${verdict.message}`);
  const { encoding } = verdict;
  const format = options.format ?? formatOf(createDecoder(encoding).decode(start).trimStart());
  return { ok: true, importId: `import-${hash.digest('hex').slice(0, 24)}`, size, encoding, format };
}

/**
 * What a file is by how it begins: an object that its first line does not end goes on in the lines below, unless the
 * next line begins with one as well (the first is damaged then, and nobody else's).
 */
function formatOf(start: string): ImportFormat {
  if (start.startsWith('[')) return 'json';
  if (!start.startsWith('{')) return 'csv';
  const [line = '', next] = start.split(/[\r\n]+/);
  return next !== undefined && !next.startsWith('{') && openBrackets(line) > 0 ? 'json' : 'ndjson';
}

/** Brackets of a text of JSON that are not closed in it. */
function openBrackets(text: string): number {
  const unquoted = text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '');
  return unquoted.replaceAll(/[^{[]/g, '').length - unquoted.replaceAll(/[^}\]]/g, '').length;
}

function refuse(code: FileRefusal['error']['code'], message: string): FileRefusal {
  return { ok: false, error: { code, message } };
}

async function fileSize(file: string): Promise<number | undefined> {
  try {
    const found = await stat(file);
    return found.isFile() ? found.size : undefined;
  } catch {
    return undefined;
  }
}
