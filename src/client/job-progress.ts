import type { JobPhase, OnJobProgressSubscription } from './generated/types.ts';

/** Where a job stands: absolute totals, ordered by `seq`. */
export type JobProgress = Omit<NonNullable<OnJobProgressSubscription['onJobProgress']>, '__typename' | 'excluded'> & {
  readonly excluded: readonly Pick<ExcludedCount, 'reason' | 'count'>[];
};

type ExcludedCount = NonNullable<OnJobProgressSubscription['onJobProgress']>['excluded'][number];

/** Keeps of a snapshot or a stored job what a watcher is promised, and nothing else. */
export function toProgress(jobId: string, at: string, source: Omit<JobProgress, 'jobId' | 'at'>): JobProgress {
  const { seq, phase, planned, included, excluded, accepted, delivered, opened, clicked } = source;
  const { failed, optedOut, skipped, inDoubt, recipientsPerSecond = null } = source;
  return {
    jobId,
    seq,
    phase,
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
    recipientsPerSecond,
    at,
  };
}

/** Phases a job never leaves. */
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
