import type { JSX, ReactNode } from 'react';
import './plain-table.css';

/** A column of a `PlainTable`. */
export interface PlainColumn<Row> {
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
}

/**
 * Rows that nobody sorts, picks or resizes, as the browser's own table in Cloudscape's look: Cloudscape's, which can do
 * all that, is half of what a page may weigh. Its first column names the row.
 */
export function PlainTable<Row>({
  label,
  rows,
  keyOf,
  columns,
}: {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly columns: readonly [PlainColumn<Row>, ...(readonly PlainColumn<Row>[])];
}): JSX.Element {
  const [naming, ...others] = columns;
  return (
    <table className="plain-table" aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ header }) => (
            <th key={header} scope="col">
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            <th scope="row">{naming.cell(row)}</th>
            {others.map(({ header, cell }) => (
              <td key={header}>{cell(row)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
