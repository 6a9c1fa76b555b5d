import Tabs from '@cloudscape-design/components/tabs';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, type JSX } from 'react';
import { useSay } from '../../words/say.ts';
import { Activity } from './activity.tsx';
import { Excluded } from './excluded.tsx';
import { Failures } from './failures.tsx';
import { FindRecipient } from './find-recipient.tsx';
import { Recipients } from './recipients.tsx';
import { RUN_TABS, type RunSearch } from './run-search.ts';
import type { WaveState } from './run-state.ts';

const route = getRouteApi('/runs/$runId');

/** The people of one wave of a run: who got it, what failed, who was left out, one of them, what was done to it. */
export function RunTabs({
  runId,
  wave,
  waveCount,
}: {
  readonly runId: string;
  readonly wave: WaveState;
  readonly waveCount: number;
}): JSX.Element {
  const say = useSay();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const look = useCallback(
    (changed: RunSearch) => void navigate({ search: (before: RunSearch) => ({ ...before, ...changed }) }),
    [navigate],
  );
  return (
    <Tabs
      activeTabId={search.tab ?? 'recipients'}
      ariaLabel={say('run.tabs')}
      onChange={({ detail }) => {
        const chosen = RUN_TABS.find((one) => one === detail.activeTabId);
        void navigate({ search: { tab: chosen, wave: search.wave } });
      }}
      tabs={[
        {
          id: 'recipients',
          label: say('run.recipients'),
          content: (
            <Recipients
              runId={runId}
              jobId={wave.jobId}
              phase={wave.phase}
              wave={wave.wave}
              waveCount={waveCount}
              search={search}
              look={look}
            />
          ),
        },
        { id: 'failures', label: say('run.failures'), content: <Failures wave={wave} /> },
        { id: 'excluded', label: say('run.excluded'), content: <Excluded runId={runId} wave={wave} /> },
        { id: 'find', label: say('run.find'), content: <FindRecipient wave={wave} who={search.who} look={look} /> },
        { id: 'activity', label: say('run.activity'), content: <Activity wave={wave} /> },
      ]}
    />
  );
}
