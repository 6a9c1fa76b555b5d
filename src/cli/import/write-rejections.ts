import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { csvCell } from '../../standards/csv-cell.ts';
import type { ReportPage } from './operations.ts';

/** Writes every rejected row as CSV, page by page; with a byte order mark, or spreadsheets misread Korean. */
export async function writeRejections(
  file: string,
  first: ReportPage,
  nextPage: (token: string) => Promise<ReportPage>,
): Promise<void> {
  async function* rows(): AsyncGenerator<string> {
    yield '\ufeffline,code,reason\n';
    let page = first;
    for (;;) {
      yield page.rejections.map(({ line, code, reason }) => `${line},${csvCell(code)},${csvCell(reason)}\n`).join('');
      if (page.nextToken === null || page.nextToken === undefined) return;
      page = await nextPage(page.nextToken);
    }
  }
  await pipeline(Readable.from(rows()), createWriteStream(file));
}
