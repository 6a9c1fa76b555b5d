import { csvObject } from './csv-object.ts';
import type { Encoding } from './encoding.ts';
import type { ImportOptions } from './import-options.ts';
import { mapColumns, targetOf, type ColumnTarget } from './map-columns.ts';
import { readCsvRecords, type CsvRecord } from './read-csv-records.ts';
import { undecodable, type BadRow, type Row } from './row.ts';

/** The columns of a file make no sense; nothing of it was read. */
export class ColumnError extends Error {
  override readonly name = 'ColumnError';
  constructor(
    readonly code: 'UNKNOWN_COLUMN' | 'BAD_MAPPING',
    message: string,
  ) {
    super(message);
  }
}

/** What every row has besides its cells: `--set` values, as columns behind the last one. */
function constantsOf(constants: Readonly<Record<string, string>>): { targets: ColumnTarget[]; cells: string[] } {
  const targets = Object.keys(constants).map((name) => {
    const target = targetOf(name);
    if (target === null) throw new ColumnError('BAD_MAPPING', `--set ${name}: there is no such field.`);
    return target;
  });
  return { targets, cells: Object.values(constants) };
}

function readHeader(record: CsvRecord, options: ImportOptions): readonly ColumnTarget[] {
  if (!('cells' in record)) throw new ColumnError('UNKNOWN_COLUMN', `The header cannot be read: ${record.reason}`);
  const mapped = mapColumns(record.cells, options.columns);
  if (!mapped.ok) throw new ColumnError(mapped.code, mapped.message);
  return mapped.targets;
}

/** Who leaves a list is named by an id, whatever their numbers look like. */
function readObject(
  targets: readonly ColumnTarget[],
  cells: readonly string[],
  { country, removeFromSegmentId }: ImportOptions,
): ReturnType<typeof csvObject> {
  const row = csvObject(targets, cells, country);
  return row === null && removeFromSegmentId !== undefined ? csvObject(targets, cells, 'NONE') : row;
}

/** The number itself is not repeated: it may be somebody's. */
function noPhone(line: number): BadRow {
  const reason =
    'A phone number is none that an SMS can be sent to. Write 010-1234-5678 or, with a country code, +821012345678; ' +
    '--country none takes numbers as they are.';
  return { line, code: 'INVALID_PHONE', reason };
}

/** Turns the records of a CSV into lines of an import; the first record says what the columns are. */
export async function* readCsvRows(
  text: AsyncIterable<string>,
  encoding: Encoding,
  options: ImportOptions,
): AsyncGenerator<Row> {
  const constants = constantsOf(options.constants ?? {});
  let targets: readonly ColumnTarget[] | undefined;
  for await (const record of readCsvRecords(text, options.delimiter ?? ',')) {
    if (targets === undefined) {
      targets = readHeader(record, options);
      continue;
    }
    if (!('cells' in record)) {
      yield record;
      continue;
    }
    const { line, cells } = record;
    if (cells.some((cell) => cell.includes('\ufffd'))) {
      yield undecodable(line, encoding);
    } else if (cells.length !== targets.length) {
      const reason = `The row has ${cells.length} cells, and the header ${targets.length}.`;
      yield { line, code: 'CELL_COUNT', reason };
    } else {
      const row = readObject([...targets, ...constants.targets], [...cells, ...constants.cells], options);
      yield row === null ? noPhone(line) : { line, text: JSON.stringify(row) };
    }
  }
}
