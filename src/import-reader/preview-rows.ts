import { isBlank } from '../domain/trim-text.ts';
import { titleOf } from './map-columns.ts';
import { readCsvRecords } from './read-csv-records.ts';
import { recognizeCsv } from './recognize-csv.ts';

/** The titles of a table and its first rows, as they stand in the file. */
export interface TablePreview {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Looks at the beginning of a CSV; null when it has no header that can be read. */
export async function previewRows(text: AsyncIterable<string>, most: number): Promise<TablePreview | null> {
  const { pieces, delimiter, firstLine } = await recognizeCsv(text, {});
  let titles: readonly string[] | null = null;
  const rows: (readonly string[])[] = [];
  for await (const record of readCsvRecords(pieces, delimiter, firstLine)) {
    if (!('cells' in record)) {
      if (titles === null) return null;
      continue;
    }
    if (record.cells.every(isBlank)) continue;
    if (titles === null) titles = record.cells.map(titleOf);
    else rows.push(record.cells);
    if (rows.length >= most) break;
  }
  return titles === null ? null : { titles, rows };
}
