/** What a spreadsheet would run as a formula, in the full width of East Asian keyboards as well (OWASP, "CSV Injection"). */
const FORMULA = /^\s*[=+\-@\t\r\n＝＋－＠]/u;

/** A cell: a number is a number, a text that looks like a formula gets an apostrophe before it, null is empty. */
export type Cell = string | number | null;

function written(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A line of CSV with its line break (RFC 4180), of which no cell is run as a formula. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(written).join(',')}\r\n`;
}
