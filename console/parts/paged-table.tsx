import Pagination from '@cloudscape-design/components/pagination';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useDeferredValue, useMemo, type JSX, type ReactNode } from 'react';
import { useSay } from '../words/say.ts';

const ROWS = 50;

interface Paged<Row> {
  readonly rows: readonly Row[];
  readonly page: number;
  readonly turnTo: (page: number) => void;
  readonly columns: readonly TableProps.ColumnDefinition<Row>[];
  readonly empty: ReactNode;
}

/** A list by pages of fifty rows; whoever shows it keeps the page, which stands in the address. */
export function PagedTable<Row extends { readonly id: string }>(props: Paged<Row>): JSX.Element {
  // Fifty rows take React longer than a key may: they are drawn in pieces, and what somebody types comes before them.
  const paged = useDeferredValue(props);
  return useMemo(() => <Rows {...paged} />, [paged]);
}

function Rows<Row extends { readonly id: string }>({ rows, page, turnTo, columns, empty }: Paged<Row>): JSX.Element {
  const say = useSay();
  const pages = Math.max(1, Math.ceil(rows.length / ROWS));
  const shown = Math.min(page, pages);
  return (
    <Table
      variant="borderless"
      wrapLines
      trackBy="id"
      items={rows.slice((shown - 1) * ROWS, shown * ROWS)}
      columnDefinitions={columns}
      empty={empty}
      pagination={
        pages > 1 && (
          <Pagination
            currentPageIndex={shown}
            pagesCount={pages}
            ariaLabels={{ pageLabel: (number) => say('page.number', { number }) }}
            onChange={({ detail }) => turnTo(detail.currentPageIndex)}
          />
        )
      }
    />
  );
}
