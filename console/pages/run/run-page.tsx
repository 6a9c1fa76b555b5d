import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, type JSX } from 'react';
import { paths } from '../../app/paths.ts';
import { usePerson } from '../../app/person.tsx';
import { askFor } from '../../ask/ask.ts';
import { count, percent } from '../../format/numbers.ts';
import { dayTime } from '../../format/times.ts';
import { useLiveJobs } from '../../live/use-live-job.ts';
import { Asked } from '../../parts/asked.tsx';
import { OutcomeBar, settledOf, type Outcome } from '../../parts/outcome-bar.tsx';
import { OutcomeCountsList } from '../../parts/outcome-counts.tsx';
import { PhaseLabel } from '../../parts/phase-label.tsx';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';
import { Freshness } from './freshness.tsx';
import { RunCost } from './run-cost.tsx';
import { begunOf } from './orders-for.ts';
import { RunOrders } from './run-orders.tsx';
import { runNow, wavesNow, type RunAnswer, type WaveState } from './run-state.ts';
import { WaveCards } from './wave-cards.tsx';
import './run-page.css';

const route = getRouteApi('/runs/$runId');

/** The bar moves before the lists below it are loaded. */
const RunTabs = lazy(() => import('./run-tabs.tsx').then((tabs) => ({ default: tabs.RunTabs })));

/** One run, live: where everybody stands, wave by wave, what went wrong, who got it and who did not. */
export function RunPage(): JSX.Element {
  const { runId } = route.useParams();
  const run = useQuery({ queryKey: ['runs', 'one', runId], queryFn: () => askFor('runProgress', { runId }) });
  return <Asked query={run}>{(answer) => <Run run={answer} />}</Asked>;
}

function Run({ run }: { readonly run: RunAnswer }): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  const { mayWrite } = usePerson();
  const search = route.useSearch();
  const live = useLiveJobs(run.waves.map(({ jobId }) => jobId));
  const waves = wavesNow(run, live);
  const now = runNow(run, waves);
  const current = waves.at(-1);
  const name = run.run.campaignName;
  // Of a wave that waits for its time there is nobody to be shown yet.
  const shown = (search.wave === undefined ? undefined : waves[search.wave]) ?? begunOf(waves);
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={say('run.begun', { day: dayTime(run.run.createdAt, language) })}
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              <Button href={paths.report(run.run.id)}>{say('report.title')}</Button>
              {mayWrite && current !== undefined && <RunOrders run={run} waves={waves} />}
            </SpaceBetween>
          }
        >
          {name}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Container>
          <SpaceBetween size="m">
            <div className="run-head">
              <PhaseLabel phase={phaseOf(run, current)} />
              <Box variant="strong">
                {say('bar.value', {
                  done: count(settledOf(now.outcomes)),
                  all: count(now.outcomes.included),
                  percent: percent(settledOf(now.outcomes), now.outcomes.included),
                })}
              </Box>
              {current !== undefined && <Freshness wave={current} />}
            </div>
            {(current?.phaseReason ?? run.run.phaseReason) != null && (
              <Box color="text-status-warning">{current?.phaseReason ?? run.run.phaseReason}</Box>
            )}
            <OutcomeBar counts={now.outcomes} label={name} />
            <OutcomeCountsList
              counts={now.outcomes}
              hrefOf={(outcome) => `#/runs/${run.run.id}?tab=recipients&status=${STATUS_OF[outcome]}`}
            />
            <p className="plain">
              {say('run.opened', { opened: count(now.outcomes.opened), clicked: count(now.outcomes.clicked) })}
            </p>
          </SpaceBetween>
        </Container>
        <div className="run-columns">
          <WaveCards run={run} waves={waves} />
          <RunCost waves={waves} />
        </div>
        {shown !== undefined && (
          <Suspense fallback={<StatusIndicator type="loading">{say('loading')}</StatusIndicator>}>
            <RunTabs runId={run.run.id} wave={shown} waveCount={waves.length} />
          </Suspense>
        )}
      </SpaceBetween>
    </ContentLayout>
  );
}

const STATUS_OF: Readonly<Record<Outcome, string>> = {
  delivered: 'DELIVERED',
  accepted: 'ACCEPTED',
  failed: 'FAILED',
  optedOut: 'OPTED_OUT',
  skipped: 'SKIPPED',
  inDoubt: 'IN_DOUBT',
};

/** What is pushed of its wave is newer than what was told of the run. */
function phaseOf({ run }: RunAnswer, current: WaveState | undefined): RunAnswer['run']['phase'] | WaveState['phase'] {
  if (current === undefined || run.waveCount > 1) return run.phase;
  return current.phase;
}
