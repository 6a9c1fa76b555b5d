import { runTotals, type PlannedWave } from '../../../src/domain/run/index.ts';
import {
  NO_STEP_TOTALS,
  STEP_OUTCOMES,
  type ExcludedCounts,
  type StepTotals,
} from '../../../src/domain/send-job/index.ts';
import type { Answer } from '../../../src/client/index.ts';
import type { JobProgress } from '../../../src/client/job-progress.ts';

/** A run as the API told it. */
export type RunAnswer = Answer<'runProgress'>;

/** A wave as far as it is known: as the API told it, or newer by what was pushed since. */
export type WaveState = Pick<JobProgress, 'phase' | 'phaseReason' | 'planned' | 'excluded' | keyof StepTotals> & {
  readonly wave: number;
  readonly jobId: string;
  readonly sendAt: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly progress: JobProgress | undefined;
};

/** Puts what the API told of the waves together with what was pushed since. */
export function wavesNow(run: RunAnswer, live: ReadonlyMap<string, JobProgress>): readonly WaveState[] {
  return run.waves.map((told) => {
    const progress = live.get(told.jobId);
    const { wave, jobId, sendAt = null, startedAt = null, endedAt = null } = told;
    const now = progress ?? { ...told, phaseReason: told.phaseReason ?? null, complained: told.complained ?? 0 };
    const { phase, phaseReason = null, planned, excluded } = now;
    return {
      wave,
      jobId,
      sendAt,
      startedAt,
      endedAt,
      progress,
      phase,
      phaseReason,
      planned,
      excluded,
      ...countsOf(now),
    };
  });
}

function countsOf({
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
}: StepTotals): StepTotals {
  return { included, accepted, delivered, opened, clicked, complained, failed, optedOut, skipped, inDoubt };
}

/** Where everybody of a run stands now. */
export interface RunNow {
  readonly planned: number;
  readonly excluded: ExcludedCounts;
  readonly outcomes: StepTotals;
}

/**
 * Adds a run up over its waves as they are now, by the server's own rule. The waves say whom they took of those before
 * only on the server: of several, the sums that the API told stand until it is asked again, and the last wave moves them.
 */
export function runNow(run: RunAnswer, waves: readonly WaveState[]): RunNow {
  const [only, ...others] = waves;
  if (only !== undefined && others.length === 0) return runTotals([plannedWave(only)]);
  const last = waves.at(-1);
  const told = run.waves.at(-1);
  const outcomes = { ...run.outcomes, complained: run.outcomes.complained ?? 0 };
  const base = { planned: run.planned, excluded: excludedOf(run.excluded) };
  if (last === undefined || told === undefined || !isMovedBy(run, told))
    return { ...base, outcomes: countsOf(outcomes) };
  const moved: { -readonly [Key in keyof StepTotals]: number } = { ...NO_STEP_TOTALS };
  for (const key of COUNTED) moved[key] = outcomes[key] + last[key] - (told[key] ?? 0);
  return { ...base, outcomes: moved };
}

const COUNTED = ['included', ...STEP_OUTCOMES] as const;

/** Whether the run's outcomes are those of its last wave: not while the audience of that one is being decided. */
function isMovedBy(run: RunAnswer, { included, phase }: RunAnswer['waves'][number]): boolean {
  return phase !== 'SCHEDULED' && phase !== 'PLANNING' && run.outcomes.included >= included;
}

function plannedWave(wave: WaveState): PlannedWave {
  const { planned, excluded } = wave;
  return { totals: { ...countsOf(wave), planned, excluded: excludedOf(excluded), steps: [] }, goesOn: [] };
}

function excludedOf(counts: RunAnswer['excluded'] | JobProgress['excluded']): ExcludedCounts {
  return Object.fromEntries(counts.map(({ reason, count }) => [reason, count]));
}
