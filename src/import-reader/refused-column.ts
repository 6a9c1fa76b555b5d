/** Why a cell is refused, with its column's title before the reason. */
export function inColumn(title: string, reason: string): string {
  return `Column "${title}": ${reason}`;
}

/** The column's title and the reason of what `inColumn` wrote; of other reasons no column is known. */
export function columnOf(reason: string): { readonly column: string | null; readonly reason: string } {
  const [whole, column = '', rest = ''] = /^Column "((?:(?!": ).)*)": (.*)$/s.exec(reason) ?? [];
  return whole === undefined ? { column: null, reason } : { column, reason: rest };
}
