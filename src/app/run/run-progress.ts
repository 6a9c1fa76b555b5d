import { wavesOf } from '../../domain/campaign/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { declareLook, type LookState } from '../../domain/experiment/index.ts';
import { runTotals, waveJobId, type Run, type RunTotals } from '../../domain/run/index.ts';
import { findRun } from '../delivery/job/run-of-job.ts';
import { isOfSegment } from '../delivery/job/wave-spec.ts';
import { readableSpec } from '../delivery/model/job-spec.ts';
import { jobTotals, type SendJob } from '../delivery/model/job.ts';
import type { JobStore } from '../delivery/model/ports.ts';
import type { RunRecords } from '../delivery/model/run-store.ts';

export type RunProgressDeps = { readonly jobs: JobStore; readonly runRecords: RunRecords };

/** A run, where everybody of it stands, and its waves that there are, in order. */
export type RunProgress = {
  readonly ok: true;
  readonly run: Run;
  readonly totals: RunTotals;
  readonly waves: readonly SendJob[];
  /** The look at its treatments; absent: none was declared, or nobody can read it any more. */
  readonly look?: LookState;
};

/** Whether everybody of a wave is decided: until then they are counted where the wave before left them. */
function isPlanned({ wave = 0, launchedAt, phase }: SendJob): boolean {
  return wave === 0 || launchedAt !== undefined || phase === 'PLANNED';
}

/** Adds up a run over its waves: everyone is planned once, and ends in exactly one outcome. */
export async function runProgress(
  deps: RunProgressDeps,
  { runId }: { readonly runId: string },
): Promise<RunProgress | Refused<'NOT_FOUND'>> {
  const found = await findRun(deps, runId);
  if (found === null) return refuse('NOT_FOUND', `There is no run ${runId}.`);
  const { run } = found;
  const read = await Promise.all(
    Array.from({ length: run.wave + 1 }, (_, wave) => deps.jobs.get(waveJobId(runId, wave))),
  );
  const waves = read.filter((job) => job !== null);
  const spec = readableSpec(await deps.jobs.getSpec(runId));
  const campaign = spec !== null && isOfSegment(spec) ? spec.audience.campaign : undefined;
  const steps = campaign === undefined ? [] : wavesOf(campaign);
  const planned = waves.filter(isPlanned).map((job) => ({
    totals: jobTotals(job),
    goesOn: steps[job.wave ?? 0]?.goesOn ?? [],
    isRest: steps[job.wave ?? 0]?.part === 'REST',
  }));
  const declared = campaign?.look;
  const beganAt = waves[0]?.launchedAt ?? run.createdAt;
  const look = run.look ?? (declared === undefined ? undefined : declareLook(declared, beganAt));
  return { ok: true, run, totals: runTotals(planned), waves, ...(look === undefined ? {} : { look }) };
}
