import type { JobPhase, OnJobProgressSubscription } from './generated/types.ts';

/** Where a job stands: absolute totals, ordered by `seq`. */
export type JobProgress = Omit<Snapshot, '__typename' | 'excluded' | 'steps' | 'complained'> & {
  /** Recipients who said that it is spam; they are counted among the others as well. */
  readonly complained: number;
  readonly excluded: readonly Pick<ExcludedCount, 'reason' | 'count'>[];
  /** The same counts for each campaign step, with its channel; where there are treatments, for each step and treatment. */
  readonly steps: readonly (Omit<StepProgress, '__typename' | 'complained' | 'stepIndex' | 'treatment'> &
    Pick<JobProgress, 'complained'> & {
      /** Of the campaign's steps, from 0; absent where there are no treatments. */
      readonly stepIndex?: number;
      /** Its name. */
      readonly treatment?: string;
    })[];
};

/** What is heard: of a job from before complaints were counted no number of them. */
type Heard = Omit<JobProgress, 'complained' | 'steps'> & {
  readonly complained?: number | null | undefined;
  readonly steps: readonly HeardStep[];
};
type HeardStep = Omit<StepProgress, '__typename' | 'stepIndex' | 'treatment'> & {
  readonly stepIndex?: number | null;
  readonly treatment?: string | null;
};
type Snapshot = NonNullable<OnJobProgressSubscription['onJobProgress']>;

type ExcludedCount = Snapshot['excluded'][number];
type StepProgress = Snapshot['steps'][number];

/** Keeps of a snapshot or a stored job what a watcher is promised, and nothing else. */
export function toProgress(jobId: string, at: string, source: Omit<Heard, 'jobId' | 'at'>): JobProgress {
  const { seq, phase, planned, included, excluded, accepted, delivered, opened, clicked } = source;
  const { failed, optedOut, skipped, inDoubt, recipientsPerSecond = null, secondsLeft = null } = source;
  const { complained, phaseReason = null, steps } = source;
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
    complained: complained ?? 0,
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

function toStep(step: HeardStep): JobProgress['steps'][number] {
  const { channel, included, accepted, delivered, opened, clicked, failed, optedOut, skipped, inDoubt } = step;
  const complained = step.complained ?? 0;
  const { stepIndex, treatment } = step;
  return {
    channel,
    ...(stepIndex == null ? {} : { stepIndex }),
    ...(treatment == null ? {} : { treatment }),
    included,
    accepted,
    delivered,
    opened,
    clicked,
    complained,
    failed,
    optedOut,
    skipped,
    inDoubt,
  };
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
