import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { paths } from '../../app/paths.ts';
import { askFor } from '../../ask/ask.ts';
import { won } from '../../format/numbers.ts';
import { dayTime } from '../../format/times.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { AskedPage, Nothing } from '../../parts/asked.tsx';
import { PhaseLabel } from '../../parts/phase-label.tsx';
import { TurnPages } from '../../parts/turn-pages.tsx';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';

const ROWS = 10;

type Run = Answer<'recentRuns'>['items'][number];

/** What a run was planned to cost and what it has cost, in won; null: a price is missing. */
interface CostOfRun {
  readonly planned: number | null;
  readonly actual: number | null;
}

/** Adds up the waves of a run that are planned; what nobody knows of one is not known of all. */
async function costOfRun(runId: string): Promise<CostOfRun> {
  const { waves } = await askFor('runProgress', { runId });
  const planned = waves.filter(({ phase }) => phase !== 'PLANNING' && phase !== 'SCHEDULED');
  const reviews = await Promise.all(
    planned.map(({ jobId, phase }) => askFor('reviewPlan', { jobId, withActualCost: phase !== 'PLANNED' })),
  );
  const sum = (values: readonly (number | null)[]): number | null =>
    values.reduce<number | null>((total, value) => (total === null || value === null ? null : total + value), 0);
  return {
    planned: sum(reviews.map(({ costKrw }) => costKrw ?? null)),
    actual: sum(reviews.map(({ actualCostKrw, costKrw }) => actualCostKrw ?? (costKrw == null ? null : 0))),
  };
}

/** The latest runs of all campaigns, ten at a time, with what they were to cost and did. */
export function RunCosts({
  after,
  turnTo,
}: {
  readonly after: string | undefined;
  readonly turnTo: (after: string | undefined) => void;
}): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  const runs = useQuery({
    queryKey: ['recentRuns', after],
    queryFn: () => askFor('recentRuns', { limit: ROWS, ...(after === undefined ? {} : { nextToken: after }) }),
  });
  return (
    <AskedPage query={runs} after={after} turnTo={turnTo}>
      {({ items, nextToken }) => (
        <SpaceBetween size="xs">
          <Table
            variant="borderless"
            wrapLines
            items={items}
            trackBy="id"
            empty={<Nothing title={say('runs.none')} />}
            columnDefinitions={[
              {
                id: 'name',
                header: say('runs.campaign'),
                isRowHeader: true,
                cell: ({ id, campaignName }) => <Link href={paths.run(id)}>{campaignName}</Link>,
              },
              { id: 'begun', header: say('runs.planned'), cell: ({ createdAt }) => dayTime(createdAt, language) },
              { id: 'phase', header: say('runs.phase'), cell: ({ phase }) => <PhaseLabel phase={phase} /> },
              { id: 'forecast', header: say('cost.forecast'), cell: (run) => <Cost run={run} of="planned" /> },
              { id: 'actual', header: say('cost.actual'), cell: (run) => <Cost run={run} of="actual" /> },
            ]}
          />
          <TurnPages after={after} nextToken={nextToken} turnTo={turnTo} />
          <AsOf at={runs.dataUpdatedAt} />
        </SpaceBetween>
      )}
    </AskedPage>
  );
}

function Cost({ run, of }: { readonly run: Run; readonly of: keyof CostOfRun }): JSX.Element {
  const say = useSay();
  const cost = useQuery({ queryKey: ['costOfRun', run.id, run.phase, run.wave], queryFn: () => costOfRun(run.id) });
  if (cost.data === undefined)
    return cost.error === null ? (
      <StatusIndicator type="loading">{say('loading')}</StatusIndicator>
    ) : (
      <Box color="text-status-error">{say('failure.title')}</Box>
    );
  const amount = cost.data[of];
  return <span>{amount === null ? say('cost.unknown') : won(amount)}</span>;
}
