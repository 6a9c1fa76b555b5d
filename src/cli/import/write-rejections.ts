import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReportPage } from './operations.ts';

function cell(value: string | number): string {
  const text = String(value);
  // A spreadsheet must not take a quoted line for a formula.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

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
      yield page.rejections.map(({ line, code, reason }) => `${line},${cell(code)},${cell(reason)}\n`).join('');
      if (page.nextToken === null || page.nextToken === undefined) return;
      page = await nextPage(page.nextToken);
    }
  }
  await pipeline(Readable.from(rows()), createWriteStream(file));
}
