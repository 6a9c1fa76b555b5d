/** A record of a CSV file, and the line on which it starts. */
export type CsvRecord =
  | { readonly line: number; readonly cells: readonly string[] }
  | {
      readonly line: number;
      readonly code: 'QUOTE_NOT_CLOSED' | 'BAD_QUOTE' | 'LINE_TOO_LONG';
      readonly reason: string;
    };

/** Longer records are a quote that was never closed; they must not fill memory. */
const MAX_RECORD = 64 * 1024;

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

type Scan =
  | { readonly kind: 'record'; readonly cells: readonly string[]; readonly next: number }
  | { readonly kind: 'more'; readonly inQuotes: boolean }
  | { readonly kind: 'badQuote' };

/** Reads the record that starts at `from`; `more`: it does not end within the text. */
export function scanRecord(text: string, from: number, delimiter: number, isEnd: boolean): Scan {
  const cells: string[] = [];
  let at = from;
  for (;;) {
    let cell: string;
    if (text.charCodeAt(at) === QUOTE) {
      let close = text.indexOf('"', at + 1);
      while (close !== -1 && text.charCodeAt(close + 1) === QUOTE) close = text.indexOf('"', close + 2);
      // At the very end of a piece the next one may begin with the second half of a doubled quote.
      if (close === -1 || (close + 1 >= text.length && !isEnd)) return { kind: 'more', inQuotes: close === -1 };
      cell = text.slice(at + 1, close).replaceAll('""', '"');
      at = close + 1;
    } else {
      const start = at;
      while (at < text.length) {
        const code = text.charCodeAt(at);
        if (code === delimiter || code === LF) break;
        at += 1;
      }
      if (at >= text.length && !isEnd) return { kind: 'more', inQuotes: false };
      const end = text.charCodeAt(at - 1) === CR && at > start && text.charCodeAt(at) !== delimiter ? at - 1 : at;
      cell = text.slice(start, end);
    }
    cells.push(cell);
    if (at >= text.length) return { kind: 'record', cells, next: at };
    let code = text.charCodeAt(at);
    if (code === CR && at + 1 >= text.length && !isEnd) return { kind: 'more', inQuotes: false };
    if (code === CR && (text.charCodeAt(at + 1) === LF || at + 1 >= text.length)) code = text.charCodeAt((at += 1));
    if (at >= text.length || code === LF) return { kind: 'record', cells, next: Math.min(at + 1, text.length) };
    if (code !== delimiter) return { kind: 'badQuote' };
    at += 1;
  }
}

function countLines(text: string, from: number, until: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < until; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/**
 * Reads CSV (RFC 4180) in constant memory. A record that breaks the rules is named with its line, and reading goes on
 * behind that line: one stray quote costs one line, not the rest of the file. That is why it is not a library.
 */
export async function* readCsvRecords(
  pieces: AsyncIterable<string>,
  delimiter: string,
  firstLine = 1,
): AsyncGenerator<CsvRecord> {
  const separator = delimiter.charCodeAt(0);
  let text = '';
  let line = firstLine;
  let isSkipping = false;

  /** Drops the rest of a line that was refused; false when it has not ended yet. */
  function skipLine(): boolean {
    const end = text.indexOf('\n');
    text = end === -1 ? '' : text.slice(end + 1);
    if (end !== -1) line += 1;
    isSkipping = end === -1;
    return end !== -1;
  }

  function* drain(isEnd: boolean): Generator<CsvRecord> {
    if (isSkipping && !skipLine()) return;
    let at = 0;
    while (at < text.length) {
      const scan = scanRecord(text, at, separator, isEnd);
      if (scan.kind === 'record') {
        const isBlank = scan.cells.length === 1 && scan.cells[0] === '';
        if (!isBlank) yield { line, cells: scan.cells };
        line += countLines(text, at, scan.next);
        at = scan.next;
        continue;
      }
      if (scan.kind === 'more' && !isEnd && text.length - at <= MAX_RECORD) break;
      yield refusalOf(scan, line);
      text = text.slice(at);
      at = 0;
      if (!skipLine()) return;
    }
    text = text.slice(at);
  }

  for await (const piece of pieces) {
    text += piece;
    yield* drain(false);
  }
  yield* drain(true);
}

function refusalOf(scan: Exclude<Scan, { kind: 'record' }>, line: number): CsvRecord {
  if (scan.kind === 'badQuote') {
    const reason = 'A quoted value goes on behind its closing quote. Double the quotes within it.';
    return { line, code: 'BAD_QUOTE', reason };
  }
  if (scan.inQuotes) {
    return { line, code: 'QUOTE_NOT_CLOSED', reason: 'A quote that opens on this line is never closed.' };
  }
  return { line, code: 'LINE_TOO_LONG', reason: `The record has more than ${MAX_RECORD} characters.` };
}
