import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { JSX } from 'react';
import type { JobPhase } from '../../src/client/index.ts';
import { useSay } from '../words/say.ts';

const LOOK: Readonly<Record<JobPhase | 'RUNNING', StatusIndicatorProps.Type>> = {
  PLANNING: 'in-progress',
  PLANNED: 'pending',
  SCHEDULED: 'pending',
  SENDING: 'in-progress',
  RUNNING: 'in-progress',
  PAUSED: 'stopped',
  COMPLETED: 'success',
  CANCELLED: 'stopped',
  FAILED: 'error',
};

/** Where a job or a run stands, by a sign and a word. */
export function PhaseLabel({ phase }: { readonly phase: JobPhase | 'RUNNING' }): JSX.Element {
  const say = useSay();
  return <StatusIndicator type={LOOK[phase]}>{say(`phase.${phase}`)}</StatusIndicator>;
}
