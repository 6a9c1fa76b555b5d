import Table from '@cloudscape-design/components/table';
import type { JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { count, percent } from '../../format/numbers.ts';
import { Nothing } from '../../parts/asked.tsx';
import { useSay } from '../../words/say.ts';
import './report.css';

const STAGES = ['planned', 'accepted', 'delivered', 'opened', 'clicked', 'goal'] as const;

type Row = Answer<'campaignReport'>['rows'][number];

/** How far messages came, for each wave, channel and treatment: numbers, shares of those meant, and bars. */
export function ReportFunnel({ report: { rows } }: { readonly report: Answer<'campaignReport'> }): JSX.Element {
  const say = useSay();
  const items = rows.map((row, index) => ({ ...row, id: String(index) }));
  return (
    <Table
      variant="embedded"
      wrapLines
      items={items}
      trackBy="id"
      empty={<Nothing title={say('recipients.none')} />}
      columnDefinitions={[
        {
          id: 'what',
          header: say('report.message'),
          isRowHeader: true,
          cell: ({ wave, channel, treatment }) =>
            [
              say('wave', { number: wave + 1 }),
              say(`channel.${channel}`),
              ...(treatment == null ? [] : [say('report.treatment', { name: treatment })]),
            ].join(' · '),
        },
        ...STAGES.map((stage) => ({
          id: stage,
          header: say(`stage.${stage}`),
          cell: (row: Row) => <Stage row={row} of={stage} />,
        })),
      ]}
    />
  );
}

function Stage({ row, of }: { readonly row: Row; readonly of: (typeof STAGES)[number] }): JSX.Element {
  const share = row.planned === 0 ? 0 : Math.min(1, row[of] / row.planned);
  return (
    <div className="stage">
      <div>{count(row[of])}</div>
      <div className="stage-bar" aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </div>
      {of !== 'planned' && <small>{percent(row[of], row.planned)}</small>}
    </div>
  );
}
