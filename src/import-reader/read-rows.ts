import { createDecoder } from './encoding.ts';
import type { InspectedFile } from './inspect.ts';
import type { ImportOptions } from './import-options.ts';
import { TruncatedFileError, type OpenedFile } from './opened-file.ts';
import { readCsvRows } from './read-csv-rows.ts';
import { readJsonRows } from './read-json-rows.ts';
import { readJsonValues } from './read-json-values.ts';
import { readText } from './read-text.ts';
import type { Row } from './row.ts';

function rowsOf(
  format: InspectedFile['format'],
  text: AsyncIterable<string>,
  encoding: InspectedFile['encoding'],
  options: ImportOptions,
): AsyncIterable<Row> {
  switch (format) {
    case 'csv':
      return readCsvRows(text, encoding, options);
    case 'ndjson':
      return readJsonRows(text, encoding);
    case 'json':
      return readJsonValues(text, encoding);
  }
}

/** Reads the rows of a file in constant memory; a file that ends early gives a last row that says so. */
export async function* readRows(
  file: OpenedFile,
  { encoding, format, decodePair }: Pick<InspectedFile, 'encoding' | 'format' | 'decodePair'>,
  options: ImportOptions,
): AsyncGenerator<Row> {
  const text = readText(file, createDecoder(encoding, decodePair));
  const rows = rowsOf(format, text, encoding, options);
  let last = 0;
  try {
    for await (const row of rows) {
      last = row.line;
      yield row;
    }
  } catch (error) {
    if (!(error instanceof TruncatedFileError)) throw error;
    const reason = `${error.message} The lines before were read; get the file again for the rest.`;
    yield { line: last + 1, code: 'TRUNCATED_FILE', reason };
  }
}
