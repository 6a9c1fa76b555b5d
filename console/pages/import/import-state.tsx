import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type JSX } from 'react';
import { watchImport, type ImportProgress } from '../../../src/client/index.ts';
import { columnOf } from '../../../src/import-reader/refused-column.ts';
import { csvCell } from '../../../src/standards/csv-cell.ts';
import { askFor } from '../../ask/ask.ts';
import { readPages } from '../../ask/read-pages.ts';
import { count } from '../../format/numbers.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { Asked, Nothing } from '../../parts/asked.tsx';
import { PagedTable } from '../../parts/paged-table.tsx';
import { saveText } from '../../parts/save-text.ts';
import { useSay } from '../../words/say.ts';
import { sayCode } from './say-code.ts';

/** Where an import stands, pushed; once it is done, every row that was not taken, with its line, column and reason. */
export function ImportState({
  importId,
  share,
}: {
  readonly importId: string;
  /** How much of the file has been read, while it is being sent from here. */
  readonly share: number | null;
}): JSX.Element {
  const say = useSay();
  const [progress, setProgress] = useState<ImportProgress | null>(null);
  const [heardAt, setHeardAt] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    void (async () => {
      try {
        for await (const news of watchImport({ importId, signal: stop.signal })) {
          setProgress(news);
          setHeardAt(Date.now());
        }
      } catch {
        // What was heard last stays; the rows below say by themselves why there are none.
      }
    })();
    return () => stop.abort();
  }, [importId]);
  const isDone = progress?.isDone === true;
  return (
    <Container header={<Header variant="h2">{say('import.state')}</Header>}>
      <SpaceBetween size="m">
        {share !== null && (
          <ProgressBar
            // Read to its end is not sent to its end: the bar is full when it goes away.
            value={Math.min(99, Math.floor(share * 100))}
            label={say('import.reading')}
            ariaLabel={say('import.reading')}
          />
        )}
        {progress !== null && (
          <dl className="outcome-counts" aria-live="polite">
            {(['accepted', 'rejected', 'customersCreated', 'endpointsWritten', 'keptRefused'] as const).map((name) => (
              <div key={name}>
                <dt>{say(`import.${name}`)}</dt>
                <dd data-import={name}>{count(progress[name])}</dd>
              </div>
            ))}
          </dl>
        )}
        {progress !== null && <p className="plain">{say(isDone ? 'import.done' : 'import.going')}</p>}
        {heardAt > 0 && <AsOf at={heardAt} />}
        {isDone && <Rejected importId={importId} />}
      </SpaceBetween>
    </Container>
  );
}

function Rejected({ importId }: { readonly importId: string }): JSX.Element {
  const say = useSay();
  const [page, setPage] = useState(1);
  const report = useQuery({
    queryKey: ['import', importId],
    queryFn: () =>
      readPages<Rejection>(async (nextToken) => {
        const answer = await askFor('importReport', { importId, ...(nextToken === null ? {} : { nextToken }) });
        return { items: answer.rejections, nextToken: answer.nextToken ?? null };
      }),
  });
  return (
    <Asked query={report}>
      {({ rows, isCut }) => {
        const shown = rows.map((row, index) => ({ id: String(index), ...row, ...columnOf(row.reason) }));
        if (rows.length === 0) return <Nothing title={say('import.allTaken')} />;
        return (
          <SpaceBetween size="s">
            <Header
              variant="h3"
              counter={`(${count(rows.length)}${isCut ? '+' : ''})`}
              actions={
                <Button iconName="download" onClick={() => saveText(`${importId}.rejected.csv`, csvOf(shown))}>
                  {say('import.download')}
                </Button>
              }
            >
              {say('import.rejectedRows')}
            </Header>
            <PagedTable
              rows={shown}
              page={page}
              turnTo={setPage}
              empty={<Nothing title={say('import.allTaken')} />}
              columns={[
                { id: 'line', header: say('import.line'), isRowHeader: true, cell: ({ line }) => count(line) },
                { id: 'column', header: say('import.column'), cell: ({ column }) => column ?? '–' },
                {
                  id: 'reason',
                  header: say('import.reason'),
                  cell: ({ code, reason }) => (
                    <>
                      {sayCode(code, say)} <small>{`${reason} (${code})`}</small>
                    </>
                  ),
                },
              ]}
            />
          </SpaceBetween>
        );
      }}
    </Asked>
  );
}

interface Rejection {
  readonly line: number;
  readonly code: string;
  readonly reason: string;
}

/** With a byte order mark, or spreadsheets misread Korean. */
function csvOf(rows: readonly (Rejection & { readonly column: string | null })[]): string {
  const lines = rows.map(({ line, column, code, reason }) =>
    [String(line), csvCell(column ?? ''), csvCell(code), csvCell(reason)].join(','),
  );
  return `\ufeffline,column,code,reason\n${lines.join('\n')}\n`;
}
