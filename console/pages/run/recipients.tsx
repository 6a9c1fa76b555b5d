import Link from '@cloudscape-design/components/link';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { memo, type JSX } from 'react';
import { EXCLUSION_REASONS, RECIPIENT_STATUSES } from '../../../src/domain/send-job/recipient.ts';
import { paths } from '../../app/paths.ts';
import { askFor } from '../../ask/ask.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { AskedPage, Nothing } from '../../parts/asked.tsx';
import type { RecipientFilter } from '../../../src/client/index.ts';
import { PhaseLabel } from '../../parts/phase-label.tsx';
import { PlainTable } from '../../parts/plain-table.tsx';
import { TurnPages } from '../../parts/turn-pages.tsx';
import { useSay } from '../../words/say.ts';
import { DownloadPeople } from './download-people.tsx';
import type { RunSearch } from './run-search.ts';
import type { WaveState } from './run-state.ts';

const ROWS = 50;

/** Who got it, who did not, and why, unmoved by the ticks of the run above it: one page at a time, by wave, status or reason, all of which the address says. */
export const Recipients = memo(function Recipients({
  runId,
  jobId,
  phase,
  wave,
  waveCount,
  search,
  look,
}: Pick<WaveState, 'jobId' | 'phase' | 'wave'> & {
  readonly runId: string;
  readonly waveCount: number;
  readonly search: RunSearch;
  readonly look: (changed: RunSearch) => void;
}): JSX.Element {
  const say = useSay();
  const { status, reason, after } = search;
  const filter: RecipientFilter = {
    jobId,
    outcome: reason === undefined ? 'INCLUDED' : 'EXCLUDED',
    ...(status === undefined ? {} : { status }),
    ...(reason === undefined ? {} : { reason }),
  };
  const page = useQuery({
    queryKey: ['recipients', jobId, phase, status, reason, after],
    queryFn: () =>
      askFor('listRecipients', {
        ...filter,
        limit: ROWS,
        ...(after === undefined ? {} : { nextToken: after }),
      }),
    enabled: phase !== 'PLANNING' && phase !== 'SCHEDULED',
  });
  const waveOptions = Array.from({ length: waveCount }, (_, index) => ({
    value: String(index),
    label: say('wave', { number: index + 1 }),
  }));
  const filters = [
    { value: '', label: say('recipients.everybody') },
    {
      label: say('recipients.byStatus'),
      options: RECIPIENT_STATUSES.map((one) => ({ value: one, label: say(`status.${one}`) })),
    },
    {
      label: say('recipients.byReason'),
      options: EXCLUSION_REASONS.map((one) => ({ value: one, label: say(`reason.${one}`) })),
    },
  ];
  const turnTo = (token: string | undefined): void => look({ after: token });
  const chosen =
    status !== undefined
      ? say(`status.${status}`)
      : reason !== undefined
        ? say(`reason.${reason}`)
        : say('recipients.everybody');
  if (phase === 'PLANNING' || phase === 'SCHEDULED') return <PhaseLabel phase={phase} />;
  return (
    <SpaceBetween size="s">
      <div className="filters">
        <Select
          ariaLabel={say('recipients.filter')}
          options={filters}
          selectedOption={{ value: status ?? reason ?? '', label: chosen }}
          onChange={({ detail }) =>
            look({
              status: RECIPIENT_STATUSES.find((one) => one === detail.selectedOption.value),
              reason: EXCLUSION_REASONS.find((one) => one === detail.selectedOption.value),
              after: undefined,
            })
          }
        />
        {waveCount > 1 && (
          <Select
            ariaLabel={say('recipients.wave')}
            options={waveOptions}
            selectedOption={waveOptions[wave] ?? null}
            onChange={({ detail }) => look({ wave: Number(detail.selectedOption.value), after: undefined })}
          />
        )}
      </div>
      <AskedPage query={page} after={after} turnTo={turnTo}>
        {({ items, nextToken }) => (
          <>
            {items.length === 0 ? (
              <Nothing title={say('recipients.none')} />
            ) : (
              <PlainTable
                label={say('run.recipients')}
                rows={items}
                keyOf={({ customerId }) => customerId}
                columns={[
                  {
                    header: say('customer'),
                    cell: ({ customerId }) => (
                      <Link
                        variant="primary"
                        href={`${paths.run(runId)}?tab=find&wave=${wave}&who=${encodeURIComponent(JSON.stringify(customerId))}`}
                        onFollow={(event) => {
                          event.preventDefault();
                          look({ tab: 'find', who: customerId });
                        }}
                      >
                        {customerId}
                      </Link>
                    ),
                  },
                  {
                    header: say('recipients.status'),
                    cell: ({ status: now, reason: why }) =>
                      why != null ? say(`reason.${why}`) : now == null ? '–' : say(`status.${now}`),
                  },
                  { header: say('recipients.code'), cell: ({ code }) => code ?? '–' },
                ]}
              />
            )}
            <TurnPages after={after} nextToken={nextToken} turnTo={turnTo}>
              <DownloadPeople filter={filter} />
            </TurnPages>
            <AsOf at={page.dataUpdatedAt} />
          </>
        )}
      </AskedPage>
    </SpaceBetween>
  );
});
