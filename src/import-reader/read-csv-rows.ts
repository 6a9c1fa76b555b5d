import { isBlank, trimText } from '../domain/trim-text.ts';
import { ColumnError } from './column-error.ts';
import { csvObject, type CsvObject } from './csv-object.ts';
import type { Encoding } from './encoding.ts';
import type { ImportOptions } from './import-options.ts';
import { mapColumns, targetOf, titleOf, type ColumnTarget } from './map-columns.ts';
import { recognizeCsv } from './recognize-csv.ts';
import { readCsvRecords, type CsvRecord } from './read-csv-records.ts';
import { inColumn } from './refused-column.ts';
import { undecodable, type BadRow, type Row } from './row.ts';

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
  const fields = mapped.targets.map((target) =>
    target.kind === 'field' && target.form !== 'list' ? target.path.join('.') : '',
  );
  const twice = Object.keys(options.constants ?? {}).find((name) => fields.includes(name));
  if (twice !== undefined)
    throw new ColumnError('BAD_MAPPING', `--set ${twice}: the file has a column for it already.`);
  return mapped.targets;
}

/** Who leaves a list is named by an id, whatever their addresses look like. */
function readObject(
  targets: readonly ColumnTarget[],
  cells: readonly string[],
  { country, removeFromSegmentId }: ImportOptions,
): CsvObject {
  const read = csvObject(targets, cells, country);
  if (removeFromSegmentId === undefined || read.refused.length === 0) return read;
  const { row } = csvObject(targets.map(withoutAddress), cells);
  return { row: row?.['User'] === undefined ? null : row, refused: row?.['User'] === undefined ? read.refused : [] };
}

function withoutAddress(target: ColumnTarget): ColumnTarget {
  const isAddress =
    target.kind === 'address' ||
    (target.kind === 'field' && ['Address', 'ChannelType'].includes(target.path.join('.')));
  return isAddress ? { kind: 'ignored' } : target;
}

/** What is wrong with addresses of a row, and whether that is all that is not taken over. */
function refusalsOf(line: number, titles: readonly string[], { row, refused }: CsvObject): BadRow[] {
  const reasons = refused.map(({ column, reason }) => inColumn(titleOf(titles[column] ?? ''), reason));
  const [first] = refused;
  if (first === undefined) return [];
  if (row === null) return [{ line, code: first.code, reason: reasons.join(' ') }];
  return refused.map(({ code }, index) => ({
    line,
    code,
    reason: `${reasons[index] ?? ''} The rest of the row is kept.`,
  }));
}

const MAX_IDS = 100;

/** Members that stand in one line, as AWS's guide to importing segments shows them: nothing else can be meant there. */
function isIdsAlone(targets: readonly ColumnTarget[]): boolean {
  const said = targets.filter(({ kind }) => kind !== 'ignored');
  return (
    said.length === 1 && said.every((target) => target.kind === 'field' && target.path.join('.') === 'User.UserId')
  );
}

function readIds(line: number, cells: readonly string[], targets: readonly ColumnTarget[]): Row[] {
  const column = targets.findIndex(({ kind }) => kind === 'field');
  const ids = trimText(cells[column] ?? '').split(/\s+/u);
  if (ids.length > MAX_IDS) {
    return [
      { line, code: 'TOO_MANY', reason: `The line has ${ids.length} user ids; at most ${MAX_IDS} are read of one.` },
    ];
  }
  return ids.filter((id) => id !== '').map((UserId) => ({ line, text: JSON.stringify({ User: { UserId } }) }));
}

/** Turns the records of a CSV into lines of an import; the first record says what the columns are. */
export async function* readCsvRows(
  text: AsyncIterable<string>,
  encoding: Encoding,
  options: ImportOptions,
): AsyncGenerator<Row> {
  const constants = constantsOf(options.constants ?? {});
  const { pieces, delimiter, firstLine } = await recognizeCsv(text, options);
  let header: { readonly targets: readonly ColumnTarget[]; readonly titles: readonly string[] } | undefined;
  for await (const record of readCsvRecords(pieces, delimiter, firstLine)) {
    // Spreadsheets save the empty rows below a table, and above it, as blanks and delimiters.
    if ('cells' in record && record.cells.every(isBlank)) continue;
    if (header === undefined) {
      header = { targets: readHeader(record, options), titles: 'cells' in record ? record.cells : [] };
      continue;
    }
    if (!('cells' in record)) {
      yield record;
      continue;
    }
    const { line, cells } = record;
    const { targets, titles } = header;
    if (cells.some((cell) => cell.includes('\ufffd'))) {
      yield undecodable(line, encoding);
    } else if (cells.length !== targets.length) {
      const reason = `The row has ${cells.length} cells, and the header ${targets.length}.`;
      yield { line, code: 'CELL_COUNT', reason };
    } else if (constants.targets.length === 0 && isIdsAlone(targets)) {
      yield* readIds(line, cells, targets);
    } else {
      const read = readObject([...targets, ...constants.targets], [...cells, ...constants.cells], options);
      if (read.row !== null) yield { line, text: JSON.stringify(read.row) };
      yield* refusalsOf(line, titles, read);
    }
  }
}
