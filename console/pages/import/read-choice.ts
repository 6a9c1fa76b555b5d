import { createDecoder } from '../../../src/import-reader/encoding.ts';
import type { FileRefusal, InspectedFile } from '../../../src/import-reader/inspect.ts';
import { previewRows, type TablePreview } from '../../../src/import-reader/preview-rows.ts';
import { readRows } from '../../../src/import-reader/read-rows.ts';
import { readText } from '../../../src/import-reader/read-text.ts';
import { inspectChosen, openChosen } from './chosen-file.ts';

/** A file that was chosen, what it is, and how it begins. */
export interface Choice {
  readonly file: File;
  readonly inspected: InspectedFile;
  /** Of a table; null of objects, which say themselves what they mean. */
  readonly table: TablePreview | null;
  /** The first objects, as they are written. */
  readonly objects: readonly string[];
}

const SHOWN = 5;

/** Looks at a chosen file. */
export async function readChoice(file: File): Promise<{ readonly ok: true; readonly choice: Choice } | FileRefusal> {
  const inspected = await inspectChosen(file, {});
  if (!inspected.ok) return inspected;
  const opened = await openChosen(file);
  if (inspected.format === 'csv') {
    const text = readText(opened, createDecoder(inspected.encoding, inspected.decodePair));
    return { ok: true, choice: { file, inspected, table: await previewRows(text, SHOWN), objects: [] } };
  }
  const objects: string[] = [];
  for await (const row of readRows(opened, inspected, {})) {
    if ('text' in row) objects.push(row.text);
    if (objects.length >= SHOWN) break;
  }
  return { ok: true, choice: { file, inspected, table: null, objects } };
}
