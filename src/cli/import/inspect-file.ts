import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import iconv from 'iconv-lite';
import type { ImportOptions } from '../../import-reader/import-options.ts';
import {
  createInspector,
  READING,
  refuseFile,
  type FileRefusal,
  type InspectedFile,
} from '../../import-reader/inspect.ts';
import { TruncatedFileError } from '../../import-reader/opened-file.ts';
import { openFile } from './open-file.ts';

/** Reads a file once from end to end, in constant memory, to know what it is before anything is sent. */
export async function inspectFile(file: string, options: ImportOptions): Promise<InspectedFile | FileRefusal> {
  const size = await fileSize(file);
  if (size === undefined) {
    return refuseFile('FILE_UNREADABLE', `${file} cannot be read. Check the path and its permissions.`);
  }
  if (size === 0) return refuseFile('EMPTY_FILE', `${file} is empty: there is nothing to import.`);
  const hash = createHash('sha256').update(`${READING}\n${JSON.stringify(options)}`);
  const inspector = createInspector(decodePair);
  try {
    for await (const chunk of (await openFile(file)).bytes) {
      if (!Buffer.isBuffer(chunk)) continue;
      hash.update(chunk);
      inspector.push(chunk);
    }
  } catch (error) {
    // What comes before the damage is imported, and the damage reported then.
    if (!(error instanceof TruncatedFileError)) throw error;
  }
  const verdict = inspector.verdict(file, options);
  if (!verdict.ok) return verdict;
  return { ...verdict, importId: `import-${hash.digest('hex').slice(0, 24)}`, size, decodePair };
}

/** Node's own decoder does not know all of code page 949. */
export function decodePair(bytes: Uint8Array): string {
  return iconv.decode(bytes, 'cp949');
}

async function fileSize(file: string): Promise<number | undefined> {
  try {
    const found = await stat(file);
    return found.isFile() ? found.size : undefined;
  } catch {
    return undefined;
  }
}
