import { refuse, type Refused } from '../result.ts';

/** Where a run stands, from its plan to its last wave; its wave's job says what is being done just now. */
export const RUN_PHASES = [
  /** The audience of its first wave is being decided, or waits for a person to launch it. */
  'PLANNED',
  /** A wave is being sent, or the time of the next one is awaited. */
  'RUNNING',
  /** A person stopped it: nothing is sent, and no wave begins, until somebody resumes it. */
  'PAUSED',
  /** Its last wave is sent: everybody has an outcome. */
  'COMPLETED',
  /** A person ended it, or its time was over. What had gone out has gone out; no further wave begins. */
  'CANCELLED',
  /** It could not go on: the reason says why. No further wave begins. */
  'FAILED',
] as const;

/** One of `RUN_PHASES`. The last three are ends. */
export type RunPhase = (typeof RUN_PHASES)[number];

/** What moves a run on. People give PAUSE, RESUME and CANCEL, and START by launching its first wave. */
export const RUN_COMMANDS = ['START', 'PAUSE', 'RESUME', 'COMPLETE', 'CANCEL', 'FAIL'] as const;

/** One of `RUN_COMMANDS`. */
export type RunCommand = (typeof RUN_COMMANDS)[number];

/** Every phase × command that is allowed; a command whose result is already so changes nothing. */
const TRANSITIONS: Readonly<Record<RunPhase, { readonly [C in RunCommand]?: RunPhase }>> = {
  PLANNED: { START: 'RUNNING', CANCEL: 'CANCELLED', FAIL: 'FAILED' },
  RUNNING: {
    START: 'RUNNING',
    RESUME: 'RUNNING',
    PAUSE: 'PAUSED',
    COMPLETE: 'COMPLETED',
    CANCEL: 'CANCELLED',
    FAIL: 'FAILED',
  },
  // What was in flight when it was paused may have been the last of it.
  PAUSED: { PAUSE: 'PAUSED', RESUME: 'RUNNING', COMPLETE: 'COMPLETED', CANCEL: 'CANCELLED', FAIL: 'FAILED' },
  COMPLETED: { COMPLETE: 'COMPLETED' },
  CANCELLED: { CANCEL: 'CANCELLED' },
  FAILED: { FAIL: 'FAILED' },
};

/** Whether a run in this phase has ended for good. */
export function isRunOver(phase: RunPhase): boolean {
  return phase === 'COMPLETED' || phase === 'CANCELLED' || phase === 'FAILED';
}

/** Applies a command to a run's phase; one that has taken effect may be repeated. */
export function transitionRun(
  phase: RunPhase,
  command: RunCommand,
): { readonly ok: true; readonly phase: RunPhase; readonly changed: boolean } | Refused<'RUN_PHASE'> {
  const allowed = TRANSITIONS[phase];
  const next = allowed[command];
  if (next !== undefined) return { ok: true, phase: next, changed: next !== phase };
  const wanted = RUN_COMMANDS.filter((other) => allowed[other] !== undefined && allowed[other] !== phase);
  const advice = wanted.length === 0 ? 'It cannot change any more.' : `Allowed now: ${wanted.join(', ')}.`;
  return refuse('RUN_PHASE', `${command} is not possible while the run is ${phase}. ${advice}`);
}
