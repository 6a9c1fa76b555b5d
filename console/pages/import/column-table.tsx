import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import Table from '@cloudscape-design/components/table';
import type { JSX } from 'react';
import type { TablePreview } from '../../../src/import-reader/preview-rows.ts';
import { Nothing } from '../../parts/asked.tsx';
import { useSay } from '../../words/say.ts';
import { ATTRIBUTE, MEANINGS, METRIC } from './meanings.ts';

/** The columns of a table, the first values of each, and what each is taken for. */
export function ColumnTable({
  table,
  meanings,
  change,
}: {
  readonly table: TablePreview;
  readonly meanings: Readonly<Record<string, string>>;
  readonly change: (title: string, meaning: string) => void;
}): JSX.Element {
  const say = useSay();
  const options = [
    ...MEANINGS.map(({ value, word }) => ({ value, label: say(word) })),
    { value: ATTRIBUTE, label: say('meaning.attribute') },
    { value: METRIC, label: say('meaning.metric') },
  ];
  const rows = table.titles.map((title, index) => ({
    title,
    index,
    values: table.rows.map((cells) => cells[index] ?? '').filter((cell) => cell !== ''),
  }));
  return (
    <Table
      variant="borderless"
      wrapLines
      items={rows}
      trackBy="index"
      empty={<Nothing title={say('list.none')} />}
      columnDefinitions={[
        { id: 'title', header: say('import.column'), isRowHeader: true, cell: ({ title }) => title },
        { id: 'values', header: say('import.values'), cell: ({ values }) => values.join(' · ') },
        {
          id: 'meaning',
          header: say('import.meaning'),
          cell: ({ title }) => {
            const meaning = meanings[title] ?? '-';
            const kind =
              MEANINGS.find(({ value }) => value === meaning)?.value ??
              (meaning.startsWith(METRIC) ? METRIC : ATTRIBUTE);
            const isNamed = kind === ATTRIBUTE || kind === METRIC;
            return (
              <div className="import-meaning">
                <Select
                  expandToViewport
                  ariaLabel={say('import.meaningOf', { title })}
                  options={options}
                  selectedOption={options.find(({ value }) => value === kind) ?? null}
                  onChange={({ detail }) => {
                    const chosen = detail.selectedOption.value ?? '-';
                    const isOpen = chosen === ATTRIBUTE || chosen === METRIC;
                    change(title, isOpen ? `${chosen}${title.replaceAll(/\s+/g, '')}` : chosen);
                  }}
                />
                {isNamed && meaning.startsWith(kind) && (
                  <Input
                    ariaLabel={say('import.nameOf', { title })}
                    value={meaning.slice(kind.length)}
                    spellcheck={false}
                    onChange={({ detail }) => change(title, `${kind}${detail.value}`)}
                  />
                )}
              </div>
            );
          },
        },
      ]}
    />
  );
}
