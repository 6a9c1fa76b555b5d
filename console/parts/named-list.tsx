import Box from '@cloudscape-design/components/box';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { TableProps } from '@cloudscape-design/components/table';
import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo, type JSX, type ReactNode } from 'react';
import type { ReadRows } from '../ask/read-pages.ts';
import { count } from '../format/numbers.ts';
import { useSay } from '../words/say.ts';
import { AsOf } from './as-of.tsx';
import { Asked, Nothing } from './asked.tsx';
import { foldName } from './fold-name.ts';
import { NameFilter } from './name-filter.tsx';
import type { NameSearch } from './name-search.ts';
import { PagedTable } from './paged-table.tsx';

/** One collator for all: to make one for each comparison takes longer than the comparison. */
const inOrder = new Intl.Collator('ko');

/** A page that is a list of things with names: what is looked for and the page stand in its address. */
export function NamedList<Row extends { readonly id: string; readonly name: string }>({
  title,
  actions,
  query,
  search,
  look,
  columns,
  empty,
}: {
  readonly title: string;
  readonly actions: ReactNode;
  readonly query: UseQueryResult<ReadRows<Row>>;
  readonly search: NameSearch;
  /** With `replace` it takes the place of the address before. */
  readonly look: (search: NameSearch, replace: boolean) => void;
  readonly columns: readonly TableProps.ColumnDefinition<Row>[];
  /** What to do where there is nothing yet. */
  readonly empty: string;
}): JSX.Element {
  const say = useSay();
  const wanted = foldName(search.name ?? '');
  // Ten thousand names are put in order once, not with every letter that somebody types.
  const all = query.data?.rows;
  const sorted = useMemo(() => (all ?? []).toSorted((a, b) => inOrder.compare(a.name, b.name)), [all]);
  return (
    <ContentLayout
      header={
        <Header variant="h1" actions={actions}>
          {title}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <div className="filters">
          <NameFilter label={say('list.byName')} name={search.name} look={(name) => look({ name }, true)} />
        </div>
        <Asked query={query}>
          {({ isCut, rows }) => {
            const found = wanted === '' ? sorted : sorted.filter(({ name }) => foldName(name).includes(wanted));
            return (
              <SpaceBetween size="xs">
                <PagedTable
                  rows={found}
                  page={search.page ?? 1}
                  turnTo={(page) => look({ ...search, page }, false)}
                  columns={columns}
                  // Who has something, and looks for something else, is not told to make a first one.
                  empty={<Nothing title={say('list.none')} how={all?.length === 0 ? empty : say('list.noneHow')} />}
                />
                {isCut && <Box color="text-status-warning">{say('runs.cut', { count: count(rows.length) })}</Box>}
                <AsOf at={query.dataUpdatedAt} />
              </SpaceBetween>
            );
          }}
        </Asked>
      </SpaceBetween>
    </ContentLayout>
  );
}
