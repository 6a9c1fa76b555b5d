import { csvCell } from '../../standards/csv-cell.ts';

/** A cell: a number is a number, a text that looks like a formula gets an apostrophe before it, null is empty. */
export type Cell = string | number | null;

function written(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'number' ? String(cell) : csvCell(cell);
}

/** A line of CSV with its line break (RFC 4180), of which no cell is run as a formula. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(written).join(',')}\r\n`;
}
