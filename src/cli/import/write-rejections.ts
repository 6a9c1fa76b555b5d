import { createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BadRow } from '../../import-reader/row.ts';
import { csvCell } from '../../standards/csv-cell.ts';
import type { ReportPage } from './operations.ts';

/** Begins a file of rejected rows; with a byte order mark, or spreadsheets misread Korean. */
export const REJECTIONS_HEADER = '\ufeffline,code,reason\n';

/** A rejected row as a line of CSV. */
export function rejectionLine({ line, code, reason }: BadRow): string {
  return `${line},${csvCell(code)},${csvCell(reason)}\n`;
}

/** The file of what is rejected of another one: beside it, or in a folder of its own. */
export function rejectedFileOf(file: string, folder: string | undefined): string {
  const beside = `${file}.rejected.csv`;
  return folder === undefined ? beside : join(folder, basename(beside));
}

/** Writes every rejected row as CSV, page by page. */
export async function writeRejections(
  file: string,
  first: ReportPage,
  nextPage: (token: string) => Promise<ReportPage>,
): Promise<void> {
  async function* rows(): AsyncGenerator<string> {
    yield REJECTIONS_HEADER;
    let page = first;
    for (;;) {
      yield page.rejections.map(rejectionLine).join('');
      if (page.nextToken === null || page.nextToken === undefined) return;
      page = await nextPage(page.nextToken);
    }
  }
  await pipeline(Readable.from(rows()), createWriteStream(file));
}
