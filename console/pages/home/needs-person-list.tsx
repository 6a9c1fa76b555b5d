import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { JSX } from 'react';
import { paths } from '../../app/paths.ts';
import { count, percent, won } from '../../format/numbers.ts';
import type { ApprovalLimits } from '../../live/approval.ts';
import type { JobRow } from '../../../src/client/amplify-job-feed.ts';
import { isNearlyUsed } from '../../parts/budget-bar.tsx';
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

/** What a month may cost, and what of it is claimed, in won. */
export interface Spend {
  readonly budgetKrw?: number | null | undefined;
  readonly claimedKrw: number;
}

/** Jobs that go no further without somebody, each with the way to it; says so when there are none. */
export function NeedsPerson({
  jobs,
  limits,
  spend,
}: {
  readonly jobs: readonly JobRow[];
  readonly limits: ApprovalLimits | null | undefined;
  readonly spend: Spend | undefined;
}): JSX.Element {
  const say = useSay();
  const waiting = jobs.flatMap((job) => {
    const need = needOf(job, limits);
    return need === null ? [] : [{ job, need }];
  });
  const nearly =
    spend?.budgetKrw != null && isNearlyUsed(spend.claimedKrw, spend.budgetKrw)
      ? say('need.BUDGET', {
          percent: percent(spend.claimedKrw, spend.budgetKrw),
          left: won(Math.max(0, spend.budgetKrw - spend.claimedKrw)),
        })
      : null;
  if (waiting.length === 0 && nearly === null)
    return <StatusIndicator type="success">{say('home.allWell')}</StatusIndicator>;
  return (
    <ul className="plain-list">
      {nearly !== null && (
        <li>
          <StatusIndicator type="warning">{nearly}</StatusIndicator> <Link href={paths.costs}>{say('nav.costs')}</Link>
        </li>
      )}
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
