import { meaningOf, titleOf } from './map-columns.ts';
import { scanRecord } from './read-csv-records.ts';

/** How a CSV is written, and its text: lines end with a line feed, and the first one is the header. */
export type RecognizedCsv = {
  readonly delimiter: string;
  /** The number of the header's line in the file. */
  readonly firstLine: number;
  readonly pieces: AsyncIterable<string>;
};

/** As much as a header may have. */
const HEAD = 64 * 1024;

const DELIMITERS = [',', ';', '\t', '|'];

/** Excel's own hint; it is no part of the table. */
const SEPARATOR_LINE = /^"?sep=([^"\r\n])"?(?:\r\n|\r|\n)/i;

/** The text up to the first end of a line that no quote holds. */
function firstRecord(text: string): string {
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === '\n' || character === '\r')) return text.slice(0, at);
  }
  return text;
}

/** None when the header breaks the rules of CSV with this delimiter. */
function titlesOf(header: string, delimiter: string): readonly string[] {
  const scan = scanRecord(header, 0, delimiter.charCodeAt(0), true);
  return scan.kind === 'record' ? scan.cells.map(titleOf) : [];
}

/** The delimiter by which every title means something; otherwise the only one that the header has. */
function delimiterOf(header: string, columns: Readonly<Record<string, string>> | undefined): string {
  const found = DELIMITERS.map((delimiter) => {
    const titles = titlesOf(header, delimiter);
    const isKnown = titles.length > 0 && titles.every((title) => meaningOf(title, columns) !== null);
    return { delimiter, count: titles.length, isKnown };
  });
  const known = found.filter(({ isKnown }) => isKnown).sort((a, b) => b.count - a.count);
  const several = found.filter(({ count }) => count > 1);
  return (known[0] ?? several[0])?.delimiter ?? ',';
}

/** A carriage return at the end of a piece may be half of a line end. */
async function* withLineFeeds(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const piece of pieces) {
    const text = held + piece;
    held = text.endsWith('\r') ? '\r' : '';
    yield text.slice(0, text.length - held.length).replaceAll(/\r\n?/g, '\n');
  }
  if (held !== '') yield '\n';
}

/** Looks at the beginning of a CSV for what separates its cells and its lines, as far as that is sure. */
export async function recognizeCsv(
  text: AsyncIterable<string>,
  { delimiter, columns }: { readonly delimiter?: string; readonly columns?: Readonly<Record<string, string>> },
): Promise<RecognizedCsv> {
  const iterator = text[Symbol.asyncIterator]();
  let head = '';
  while (head.length < HEAD) {
    const next = await iterator.next();
    if (next.done === true) break;
    head += next.value;
  }
  const hint = SEPARATOR_LINE.exec(head);
  if (hint !== null) head = head.slice(hint[0].length);
  const header = firstRecord(head);
  const endsInReturn = head[header.length] === '\r' && head[header.length + 1] !== '\n';
  async function* pieces(): AsyncGenerator<string> {
    yield head;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  }
  return {
    delimiter: delimiter ?? hint?.[1] ?? delimiterOf(header, columns),
    firstLine: hint === null ? 1 : 2,
    pieces: endsInReturn ? withLineFeeds(pieces()) : pieces(),
  };
}
