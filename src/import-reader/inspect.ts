import type { DecodePair } from './cp949.ts';
import { createDecoder, createEncodingDetector, type Encoding } from './encoding.ts';
import type { ImportFormat, ImportOptions } from './import-options.ts';
import { joinBytes } from './join-bytes.ts';
import { knownFile } from './known-files.ts';

export interface InspectedFile {
  readonly ok: true;
  /** The same content with the same options is the same import. */
  readonly importId: string;
  readonly size: number;
  readonly encoding: Encoding;
  readonly format: ImportFormat;
  /** Who knows code page 949 here. */
  readonly decodePair: DecodePair;
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
export const READING = 5;

/** Looks at a file, chunk by chunk, to know what it is before anything is sent. */
export function createInspector(decodePair: DecodePair) {
  const detector = createEncodingDetector(decodePair);
  let start = new Uint8Array();
  return {
    push(chunk: Uint8Array): void {
      detector.push(chunk);
      if (start.length < START_BYTES) start = joinBytes([start, chunk.subarray(0, START_BYTES)]);
    },
    /** What `file` (its name) is, by itself or as the options say. */
    verdict(file: string, options: ImportOptions): Pick<InspectedFile, 'ok' | 'encoding' | 'format'> | FileRefusal {
      const other = knownFile(start);
      if (other !== undefined) return refuseFile('NOT_TEXT', `${file} ${other}`);
      const verdict =
        options.encoding === undefined ? detector.verdict() : { ok: true as const, encoding: options.encoding };
      if (!verdict.ok) return refuseFile(verdict.code, `${file}: ${verdict.message}`);
      const { encoding } = verdict;
      const format = options.format ?? formatOf(createDecoder(encoding, decodePair).decode(start).trimStart());
      return { ok: true, encoding, format };
    },
  };
}

/**
 * What a file is by how it begins: an object that its first line does not end goes on in the lines below, unless the
 * next line begins with one as well (the first is damaged then, and nobody else's). Objects may also follow one another
 * in one line: so Firehose stores what came without line ends.
 */
function formatOf(start: string): ImportFormat {
  if (start.startsWith('[')) return 'json';
  if (!start.startsWith('{')) return 'csv';
  const [line = '', next] = start.split(/[\r\n]+/);
  const { depth, isFollowed } = nestingOf(line);
  if (next === undefined) return isFollowed ? 'json' : 'ndjson';
  return !next.startsWith('{') && depth > 0 ? 'json' : 'ndjson';
}

/** How many brackets of a text of JSON are open at its end, and whether another value follows its first object. */
function nestingOf(text: string): { readonly depth: number; readonly isFollowed: boolean } {
  const unquoted = text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '');
  let [depth, hasEnded, isFollowed] = [0, false, false];
  for (const character of unquoted) {
    if (character === '{' || character === '[') {
      isFollowed ||= hasEnded;
      depth += 1;
    } else if (character === '}' || character === ']') {
      depth -= 1;
      hasEnded ||= depth === 0;
    }
  }
  return { depth, isFollowed };
}

export function refuseFile(code: FileRefusal['error']['code'], message: string): FileRefusal {
  return { ok: false, error: { code, message } };
}
