import Box from '@cloudscape-design/components/box';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, type JSX } from 'react';
import { paths } from '../../app/paths.ts';
import { askFor } from '../../ask/ask.ts';
import { dayTime } from '../../format/times.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { AskedPage, Nothing } from '../../parts/asked.tsx';
import { foldName } from '../../parts/fold-name.ts';
import { NameFilter } from '../../parts/name-filter.tsx';
import { PhaseLabel } from '../../parts/phase-label.tsx';
import { TurnPages } from '../../parts/turn-pages.tsx';
import { hasDashboard } from '../../session/outputs.ts';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';

const route = getRouteApi('/insight');
const ROWS = 50;

/** Loaded where there is a dashboard. */
const DashboardPanel = lazy(() => import('./dashboard-panel.tsx').then((panel) => ({ default: panel.DashboardPanel })));

/** The reports of the latest runs, fifty runs at a time. */
export function InsightPage(): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  const { name, after } = route.useSearch();
  const navigate = route.useNavigate();
  const runs = useQuery({
    queryKey: ['recentRuns', 'reports', after],
    queryFn: () => askFor('recentRuns', { limit: ROWS, ...(after === undefined ? {} : { nextToken: after }) }),
  });
  const wanted = foldName(name ?? '');
  const turnTo = (token: string | undefined): void => void navigate({ search: { name, after: token } });
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={say('insight.how')}>
          {say('nav.insight')}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {hasDashboard() && (
          <Suspense fallback={null}>
            <DashboardPanel />
          </Suspense>
        )}
        <div className="filters">
          <NameFilter
            label={say('runs.name')}
            name={name}
            look={(changed) => void navigate({ search: { name: changed, after }, replace: true })}
          />
        </div>
        <AskedPage query={runs} after={after} turnTo={turnTo}>
          {({ items, nextToken }) => (
            <SpaceBetween size="xs">
              <Table
                variant="borderless"
                wrapLines
                items={items.filter(({ campaignName }) => foldName(campaignName).includes(wanted))}
                trackBy="id"
                empty={<Nothing title={say('runs.none')} how={say('insight.noneHow')} />}
                columnDefinitions={[
                  {
                    id: 'report',
                    header: say('report.title'),
                    isRowHeader: true,
                    cell: ({ id, campaignName }) => <Link href={paths.report(id)}>{campaignName}</Link>,
                  },
                  { id: 'begun', header: say('runs.planned'), cell: ({ createdAt }) => dayTime(createdAt, language) },
                  { id: 'phase', header: say('runs.phase'), cell: ({ phase }) => <PhaseLabel phase={phase} /> },
                ]}
              />
              {name !== undefined && <Box color="text-body-secondary">{say('insight.ofPage')}</Box>}
              <TurnPages after={after} nextToken={nextToken} turnTo={turnTo} />
              <AsOf at={runs.dataUpdatedAt} />
            </SpaceBetween>
          )}
        </AskedPage>
      </SpaceBetween>
    </ContentLayout>
  );
}
