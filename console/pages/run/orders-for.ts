import { transitionRun } from '../../../src/domain/run/index.ts';
import type { RunAnswer, WaveState } from './run-state.ts';

/** What a person can order of a run, in the order of the buttons. */
export const RUN_ORDERS = [
  'approve',
  'launch',
  'pause',
  'resume',
  'retryFailed',
  'resend',
  'holdDoubt',
  'cancel',
] as const;

/** One of `RUN_ORDERS`. */
export type RunOrder = (typeof RUN_ORDERS)[number];

/**
 * Orders of which nothing can be taken back, or that send: each is asked about first, naming whom it hits. Stopping is
 * one click.
 */
export const ASKED_ABOUT = [
  'approve',
  'launch',
  'retryFailed',
  'resend',
  'holdDoubt',
  'cancel',
] as const satisfies readonly RunOrder[];

/** One of `ASKED_ABOUT`. */
export type AskedAbout = (typeof ASKED_ABOUT)[number];

/** What else decides whether an order makes sense. */
export interface OrderContext {
  /** Somebody else than its author has to agree first. */
  readonly needsApproval: boolean;
  /** Who looks at it has planned it: the API would refuse their approval. */
  readonly isAuthor: boolean;
  /** It has been decided that those in doubt are left alone. */
  readonly isDoubtHeld: boolean;
}

type Standing = Pick<WaveState, 'phase' | 'failed' | 'inDoubt'>;

/** The latest wave that has begun: who failed in it can be sent to again as long as the next one waits for its time. */
export function begunOf<Wave extends Standing>(waves: readonly Wave[]): Wave | undefined {
  return waves.findLast(({ phase }) => phase !== 'SCHEDULED') ?? waves.at(-1);
}

/** Whether a run stands where it is launched, or approved first: it is planned, and so is its first wave. */
export function isPlanned({ run }: Pick<RunAnswer, 'run'>, waves: readonly Standing[]): boolean {
  return run.phase === 'PLANNED' && waves.at(-1)?.phase === 'PLANNED';
}

/** The orders that a run allows where it stands: those that would change nothing are not offered. */
export function ordersFor(
  { run }: Pick<RunAnswer, 'run'>,
  waves: readonly Standing[],
  { needsApproval, isAuthor, isDoubtHeld }: OrderContext,
): readonly RunOrder[] {
  const last = waves.at(-1);
  const begun = begunOf(waves);
  if (last === undefined || begun === undefined) return [];
  const changes = (command: 'PAUSE' | 'RESUME' | 'CANCEL'): boolean => {
    const outcome = transitionRun(run.phase, command);
    return outcome.ok && outcome.changed;
  };
  const isReady = isPlanned({ run }, waves);
  const isSent = begun.phase === 'COMPLETED';
  const isOffered: Readonly<Record<RunOrder, boolean>> = {
    approve: isReady && needsApproval && !isAuthor,
    launch: isReady && !needsApproval,
    pause: changes('PAUSE') && last.phase !== 'COMPLETED',
    resume: changes('RESUME'),
    retryFailed: isSent && begun.failed > 0,
    resend: isSent && begun.inDoubt > 0,
    holdDoubt: isSent && begun.inDoubt > 0 && !isDoubtHeld,
    cancel: changes('CANCEL'),
  };
  return RUN_ORDERS.filter((order) => isOffered[order]);
}
