import type { JobPhase, OnJobProgressSubscription } from './generated/types.ts';

/** Where a job stands: absolute totals, ordered by `seq`. */
export type JobProgress = Omit<
  NonNullable<OnJobProgressSubscription['onJobProgress']>,
  '__typename' | 'excluded' | 'steps'
> & {
  readonly excluded: readonly Pick<ExcludedCount, 'reason' | 'count'>[];
  /** The same counts for each campaign step, with its channel. */
  readonly steps: readonly Omit<StepProgress, '__typename'>[];
};

type ExcludedCount = NonNullable<OnJobProgressSubscription['onJobProgress']>['excluded'][number];
type StepProgress = NonNullable<OnJobProgressSubscription['onJobProgress']>['steps'][number];

/** Keeps of a snapshot or a stored job what a watcher is promised, and nothing else. */
export function toProgress(jobId: string, at: string, source: Omit<JobProgress, 'jobId' | 'at'>): JobProgress {
  const { seq, phase, planned, included, excluded, accepted, delivered, opened, clicked } = source;
  const { failed, optedOut, skipped, inDoubt, recipientsPerSecond = null, secondsLeft = null } = source;
  const { phaseReason = null, steps } = source;
  return {
    jobId,
    seq,
    phase,
    phaseReason,
    planned,
    included,
    excluded: excluded.map(({ reason, count }) => ({ reason, count })),
    accepted,
    delivered,
    opened,
    clicked,
    failed,
    optedOut,
    skipped,
    inDoubt,
    steps: steps.map((step) => toStep(step)),
    recipientsPerSecond,
    secondsLeft,
    at,
  };
}

function toStep(step: JobProgress['steps'][number]): JobProgress['steps'][number] {
  const { channel, included, accepted, delivered, opened, clicked, failed, optedOut, skipped, inDoubt } = step;
  return { channel, included, accepted, delivered, opened, clicked, failed, optedOut, skipped, inDoubt };
}

/** Phases in which a job has ended (a completed one may be reopened by `retryFailed` or `resolveInDoubt`). */
const TERMINAL_PHASES: readonly JobPhase[] = ['COMPLETED', 'CANCELLED', 'FAILED'];

/** Whether nothing more will be heard of a job in this state. */
export function isOver(progress: JobProgress): boolean {
  return TERMINAL_PHASES.includes(progress.phase);
}

/**
 * Puts what was just heard together with what is known: the higher `seq` is the newer snapshot, whichever way it came.
 * Returns null when nothing new was heard.
 */
export function mergeProgress(known: JobProgress | null, heard: JobProgress): JobProgress | null {
  if (known === null) return heard;
  return heard.seq > known.seq && !isOver(known) ? heard : null;
}
