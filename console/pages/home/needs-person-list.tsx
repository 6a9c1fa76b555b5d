import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { JSX } from 'react';
import { paths } from '../../app/paths.ts';
import { count } from '../../format/numbers.ts';
import type { ApprovalLimits } from '../../live/approval.ts';
import type { JobRow } from '../../../src/client/amplify-job-feed.ts';
import { useSay } from '../../words/say.ts';
import { needOf, type Need } from './needs-person.ts';

const LOOK: Readonly<Record<Need, StatusIndicatorProps.Type>> = {
  APPROVAL: 'pending',
  LAUNCH: 'pending',
  PAUSED: 'stopped',
  STOPPED_BY_SYSTEM: 'error',
  IN_DOUBT: 'warning',
  FAILED: 'error',
};

/** Jobs that go no further without somebody, each with the way to it; says so when there are none. */
export function NeedsPerson({
  jobs,
  limits,
}: {
  readonly jobs: readonly JobRow[];
  readonly limits: ApprovalLimits | null | undefined;
}): JSX.Element {
  const say = useSay();
  const waiting = jobs.flatMap((job) => {
    const need = needOf(job, limits);
    return need === null ? [] : [{ job, need }];
  });
  if (waiting.length === 0) return <StatusIndicator type="success">{say('home.allWell')}</StatusIndicator>;
  return (
    <ul className="plain-list">
      {waiting.map(({ job, need }) => (
        <li key={job.id}>
          <StatusIndicator type={LOOK[need]}>
            {say(`need.${need}`, { count: count(need === 'IN_DOUBT' ? job.inDoubt : job.included) })}
          </StatusIndicator>{' '}
          <Link href={paths.run(job.runId ?? job.id)}>{job.campaignName ?? job.id}</Link>
          {job.phaseReason != null && <Box color="text-body-secondary">{job.phaseReason}</Box>}
        </li>
      ))}
    </ul>
  );
}
