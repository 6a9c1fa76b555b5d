import type { BadRow, GoodRow, Row } from './row.ts';

/** Limits of one `importCustomers` call; AppSync takes requests of up to 1 MB. */
const LINES_PER_SLICE = 500;
const BYTES_PER_SLICE = 600_000;

const UTF8 = new TextEncoder();

/** Rows that travel in one call. It stands for every line from `firstLine` up to, not including, `untilLine`. */
export interface Slice {
  readonly firstLine: number;
  readonly untilLine: number;
  readonly lines: readonly string[];
  readonly lineNumbers: readonly number[];
  readonly rejected: readonly BadRow[];
}

/** How many people a row may be about: what a call of Pinpoint's answered holds several endpoints. */
function weightOf({ text }: GoodRow): number {
  return text.includes('"Item"') ? Math.max(1, text.split('"ChannelType"').length - 1) : 1;
}

/** Cuts rows into slices; the same rows are always cut the same way, which is what makes an import resumable. */
export async function* sliceRows(rows: AsyncIterable<Row>): AsyncGenerator<Slice> {
  let firstLine = 1;
  let lastLine = 0;
  let lines: string[] = [];
  let lineNumbers: number[] = [];
  let rejected: BadRow[] = [];
  let bytes = 0;
  let weight = 0;

  function take(untilLine: number): Slice {
    const slice = { firstLine, untilLine, lines, lineNumbers, rejected };
    firstLine = untilLine;
    lines = [];
    lineNumbers = [];
    rejected = [];
    bytes = 0;
    weight = 0;
    return slice;
  }

  function* place(group: readonly Row[]): Generator<Slice> {
    const [first] = group;
    if (first === undefined) return;
    const texts = group.flatMap((row) => ('text' in row ? [row] : []));
    const bad = group.flatMap((row) => ('text' in row ? [] : [row]));
    const length = texts.reduce((sum, { text }) => sum + UTF8.encode(text).length, 0);
    const people = texts.reduce((sum, row) => sum + weightOf(row), 0);
    const isFull =
      (weight > 0 && weight + people > LINES_PER_SLICE) ||
      rejected.length + bad.length > LINES_PER_SLICE ||
      (bytes > 0 && bytes + length > BYTES_PER_SLICE);
    if (isFull) yield take(first.line);
    bytes += length;
    weight += people;
    for (const { text, line } of texts) {
      lines.push(text);
      lineNumbers.push(line);
    }
    rejected.push(...bad);
  }

  // What one line of the file says stays together: a slice stands for whole lines.
  let group: Row[] = [];
  for await (const row of rows) {
    if (row.line !== lastLine) {
      yield* place(group);
      group = [];
    }
    lastLine = row.line;
    group.push(row);
  }
  yield* place(group);
  if (lastLine > 0) yield take(lastLine + 1);
}
