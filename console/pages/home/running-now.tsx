import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import type { JSX } from 'react';
import { paths } from '../../app/paths.ts';
import { count, percent } from '../../format/numbers.ts';
import type { JobRow } from '../../../src/client/amplify-job-feed.ts';
import { useLiveJob } from '../../live/use-live-job.ts';
import { OutcomeBar, settledOf } from '../../parts/outcome-bar.tsx';
import { PhaseLabel } from '../../parts/phase-label.tsx';
import { TimeLeft } from '../../parts/time-left.tsx';
import { useSay } from '../../words/say.ts';

/** One live line for each job that moves or is paused. */
export function RunningNow({ jobs }: { readonly jobs: readonly JobRow[] }): JSX.Element {
  return (
    <ul className="plain-list">
      {jobs.map((job) => (
        <li key={job.id}>
          <RunningJob job={job} />
        </li>
      ))}
    </ul>
  );
}

function RunningJob({ job }: { readonly job: JobRow }): JSX.Element {
  const say = useSay();
  const { progress } = useLiveJob(job.id);
  const now = progress ?? job;
  const name = job.campaignName ?? job.id;
  return (
    <div className="running-job">
      <div>
        <Link href={paths.run(job.runId ?? job.id)}>{name}</Link>{' '}
        <Box variant="span" color="text-body-secondary">
          {say('wave', { number: (job.wave ?? 0) + 1 })}
        </Box>
      </div>
      <PhaseLabel phase={now.phase} />
      <OutcomeBar counts={now} label={name} />
      <div>
        {say('bar.value', {
          done: count(settledOf(now)),
          all: count(now.included),
          percent: percent(settledOf(now), now.included),
        })}{' '}
        <TimeLeft progress={now} />
      </div>
    </div>
  );
}
