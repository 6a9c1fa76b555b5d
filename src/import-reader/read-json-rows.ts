import type { Encoding } from './encoding.ts';
import { undecodable, type Row } from './row.ts';

/** A customer is at most 350 KB; a longer line is damage, and must not fill memory. */
const MAX_LINE = 360_000;

/** Splits text into lines of JSON, in constant memory. */
export async function* readJsonRows(text: AsyncIterable<string>, encoding: Encoding): AsyncGenerator<Row> {
  let pending = '';
  let dropped = 0;
  let line = 0;

  function endLine(rest: string): Row {
    line += 1;
    const length = dropped + pending.length + rest.length;
    const whole = pending + rest;
    pending = '';
    dropped = 0;
    if (length > MAX_LINE) {
      const reason = `The line is ${length} characters long; at most ${MAX_LINE} are read.`;
      return { line, code: 'LINE_TOO_LONG', reason };
    }
    if (whole.includes('\ufffd')) return undecodable(line, encoding);
    // Files that were put together have the mark of each where the next one begins.
    const from = whole.startsWith('\ufeff') ? 1 : 0;
    return { line, text: whole.slice(from, whole.endsWith('\r') ? -1 : undefined) };
  }

  for await (const chunk of text) {
    let from = 0;
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', from)) {
      yield endLine(chunk.slice(from, end));
      from = end + 1;
    }
    pending += chunk.slice(from);
    if (pending.length <= MAX_LINE) continue;
    // Beyond the limit only the length is kept: the line is going to be refused.
    dropped += pending.length;
    pending = '';
  }
  if (pending.length + dropped > 0) yield endLine('');
}
