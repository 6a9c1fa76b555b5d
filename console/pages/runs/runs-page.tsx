import Box from '@cloudscape-design/components/box';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { JSX } from 'react';
import { JOB_PHASES } from '../../../src/domain/send-job/phase.ts';
import { paths } from '../../app/paths.ts';
import { count, percent } from '../../format/numbers.ts';
import { dayTime } from '../../format/times.ts';
import type { JobRow } from '../../../src/client/amplify-job-feed.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { Asked, Nothing } from '../../parts/asked.tsx';
import { foldName } from '../../parts/fold-name.ts';
import { NameFilter } from '../../parts/name-filter.tsx';
import { settledOf } from '../../parts/outcome-bar.tsx';
import { PagedTable } from '../../parts/paged-table.tsx';
import { PhaseLabel } from '../../parts/phase-label.tsx';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';
import { listAllRuns } from './list-runs.ts';
import type { RunsSearch } from './runs-search.ts';

const route = getRouteApi('/runs');

/** All runs of campaigns, the newest first; what is looked for stands in the address. */
export function RunsPage(): JSX.Element {
  const say = useSay();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const runs = useQuery({ queryKey: ['runs', 'all'], queryFn: listAllRuns });
  const look = (changed: RunsSearch, replace = false): void =>
    void navigate({ search: { ...search, page: undefined, ...changed }, replace });
  const phases = [
    { value: '', label: say('runs.anyPhase') },
    ...JOB_PHASES.map((value) => ({ value, label: say(`phase.${value}`) })),
  ];
  return (
    <ContentLayout header={<Header variant="h1">{say('nav.runs')}</Header>}>
      <SpaceBetween size="m">
        <div className="filters">
          <NameFilter label={say('runs.name')} name={search.name} look={(name) => look({ name }, true)} />
          <Select
            ariaLabel={say('runs.phase')}
            selectedOption={phases.find(({ value }) => value === (search.phase ?? '')) ?? null}
            options={phases}
            onChange={({ detail }) =>
              look({ phase: JOB_PHASES.find((phase) => phase === detail.selectedOption.value) })
            }
          />
        </div>
        <Asked query={runs}>
          {({ runs: all, isCut }) => (
            <SpaceBetween size="xs">
              <RunsTable
                runs={all.filter((run) => isWanted(run, search))}
                page={search.page ?? 1}
                turnTo={(page) => void navigate({ search: { ...search, page } })}
              />
              {isCut && <Box color="text-status-warning">{say('runs.cut', { count: count(all.length) })}</Box>}
              <AsOf at={runs.dataUpdatedAt} />
            </SpaceBetween>
          )}
        </Asked>
      </SpaceBetween>
    </ContentLayout>
  );
}

function isWanted({ phase, campaignName }: JobRow, search: RunsSearch): boolean {
  if (search.phase !== undefined && phase !== search.phase) return false;
  return search.name === undefined || foldName(campaignName ?? '').includes(foldName(search.name));
}

function RunsTable({
  runs,
  page,
  turnTo,
}: {
  readonly runs: readonly JobRow[];
  readonly page: number;
  readonly turnTo: (page: number) => void;
}): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  return (
    <PagedTable
      rows={runs}
      page={page}
      turnTo={turnTo}
      empty={<Nothing title={say('runs.none')} how={say('runs.noneHow')} />}
      columns={[
        {
          id: 'name',
          header: say('runs.campaign'),
          cell: (run) => <Link href={paths.run(run.runId ?? run.id)}>{run.campaignName ?? run.id}</Link>,
          isRowHeader: true,
        },
        { id: 'phase', header: say('runs.phase'), cell: ({ phase }) => <PhaseLabel phase={phase} /> },
        { id: 'created', header: say('runs.planned'), cell: ({ createdAt }) => dayTime(createdAt, language) },
        { id: 'included', header: say('included'), cell: ({ included }) => say('people', { count: count(included) }) },
        {
          id: 'done',
          header: say('runs.done'),
          cell: (run) => percent(settledOf(run), run.included),
        },
        { id: 'failed', header: say('outcome.failed'), cell: ({ failed }) => count(failed) },
      ]}
    />
  );
}
