import { isTerminal } from '../../../domain/send-job/index.ts';
import type { SendJob } from './job.ts';

/** The sweeper comes once a minute, and may be late: whoever is due before it comes again is rung for now. */
export const RING_AHEAD_MS = 90_000;

/** Due since ever: the clock of who wrote the job may have been ahead of the sweeper's. */
const AT_ONCE = 0;

/** Why a job is PAUSED whose run was paused: it goes on with its run. */
export const RUN_PAUSED = 'RUN_PAUSED';

export type DueFields = Pick<
  SendJob,
  'phase' | 'phaseReason' | 'wave' | 'followedOrders' | 'sendAt' | 'resumeAt' | 'sendUntil' | 'isAnnounced'
>;

/**
 * From when on the sweeper has to look at a job by itself (milliseconds since the epoch); undefined while there is
 * nothing to do for it, because it has ended or waits for a person.
 */
export function dueAt(fields: DueFields): number | undefined {
  const { phase, phaseReason, wave = 0, followedOrders = 0, sendAt, resumeAt, sendUntil, isAnnounced } = fields;
  if (isTerminal(phase)) return isAnnounced === true ? undefined : AT_ONCE;
  switch (phase) {
    case 'PLANNED':
      // A later wave, or one whose run was paused while it was planned: it is seen to that it follows its run.
      return wave > 0 || followedOrders > 0 ? AT_ONCE : undefined;
    case 'SCHEDULED':
      return earliest(sendAt === undefined ? AT_ONCE : sendAt - RING_AHEAD_MS, sendUntil);
    case 'PAUSED':
      return phaseReason === RUN_PAUSED ? AT_ONCE : earliest(resumeAt, sendUntil);
    default:
      return AT_ONCE;
  }
}

function earliest(...moments: readonly (number | undefined)[]): number | undefined {
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? undefined : Math.max(AT_ONCE, Math.min(...known));
}
