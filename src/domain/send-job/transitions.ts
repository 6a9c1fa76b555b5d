import { refuse, type Refused } from '../result.ts';
import { JOB_COMMANDS, type JobCommand, type JobPhase } from './phase.ts';

/** Every phase × command that is allowed; a command whose result is already so leaves the phase as it is. */
const TRANSITIONS: Readonly<Record<JobPhase, { readonly [C in JobCommand]?: JobPhase }>> = {
  PLANNING: { PLAN: 'PLANNING', PLAN_READY: 'PLANNED', CANCEL: 'CANCELLED', FAIL: 'FAILED' },
  PLANNED: {
    PLAN_READY: 'PLANNED',
    SCHEDULE: 'SCHEDULED',
    LAUNCH: 'SENDING',
    CANCEL: 'CANCELLED',
    FAIL: 'FAILED',
  },
  SCHEDULED: { SCHEDULE: 'SCHEDULED', PLAN: 'PLANNING', LAUNCH: 'SENDING', CANCEL: 'CANCELLED', FAIL: 'FAILED' },
  SENDING: {
    LAUNCH: 'SENDING',
    RESUME: 'SENDING',
    PAUSE: 'PAUSED',
    COMPLETE: 'COMPLETED',
    CANCEL: 'CANCELLED',
    FAIL: 'FAILED',
  },
  // The chunks in flight when a job is paused may be its last ones.
  PAUSED: { PAUSE: 'PAUSED', RESUME: 'SENDING', COMPLETE: 'COMPLETED', CANCEL: 'CANCELLED', FAIL: 'FAILED' },
  // Another round, for those who failed or are in doubt.
  COMPLETED: { COMPLETE: 'COMPLETED', RETRY: 'SENDING' },
  CANCELLED: { CANCEL: 'CANCELLED' },
  FAILED: { FAIL: 'FAILED' },
};

/** The commands that are allowed in a phase. */
export function allowedCommands(phase: JobPhase): readonly JobCommand[] {
  return JOB_COMMANDS.filter((command) => TRANSITIONS[phase][command] !== undefined);
}

/** Whether some command leads from one phase to another. A job that launches itself is planned and sending in one. */
export function mayFollow(from: JobPhase, to: JobPhase): boolean {
  if (from === to || (from === 'PLANNING' && to === 'SENDING')) return true;
  return JOB_COMMANDS.some((command) => TRANSITIONS[from][command] === to);
}

/** Whether a job in this phase has ended; only a completed one can be reopened, by RETRY. */
export function isTerminal(phase: JobPhase): boolean {
  return phase === 'COMPLETED' || phase === 'CANCELLED' || phase === 'FAILED';
}

/** Applies a command to a phase; repeating a command that has taken effect is not an error and changes nothing. */
export function transition(
  phase: JobPhase,
  command: JobCommand,
): { readonly ok: true; readonly phase: JobPhase; readonly changed: boolean } | Refused<'JOB_PHASE'> {
  const next = TRANSITIONS[phase][command];
  if (next !== undefined) return { ok: true, phase: next, changed: next !== phase };
  const wanted = allowedCommands(phase).filter((other) => TRANSITIONS[phase][other] !== phase);
  const advice = wanted.length === 0 ? 'It cannot change any more.' : `Allowed now: ${wanted.join(', ')}.`;
  return refuse('JOB_PHASE', `${command} is not possible while the job is ${phase}. ${advice}`);
}
