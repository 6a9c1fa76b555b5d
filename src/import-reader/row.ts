/** A line on its way to the server: one JSON object, and where it stands in the file (from 1). */
export type GoodRow = { readonly line: number; readonly text: string };

/** A line that never reaches the server, with the reason. */
export type BadRow = { readonly line: number; readonly code: string; readonly reason: string };

export type Row = GoodRow | BadRow;

/** What cannot be decoded is refused, never stored as other letters. */
export function undecodable(line: number, encoding: string): BadRow {
  return {
    line,
    code: encoding === 'utf-8' ? 'NOT_UTF8' : 'BAD_ENCODING',
    reason: `The line is not valid ${encoding.toUpperCase()}. Convert the file to UTF-8, or say which encoding it has with --encoding.`,
  };
}
