import { wavesOf } from '../../../domain/campaign/index.ts';
import type { Run } from '../../../domain/run/index.ts';
import { readableSpec } from '../model/job-spec.ts';
import type { SendJob } from '../model/job.ts';
import type { JobStore } from '../model/ports.ts';
import type { RunRecords } from '../model/run-store.ts';
import { isOfSegment } from './wave-spec.ts';

export type RunOfJobDeps = { readonly jobs: JobStore; readonly runRecords: RunRecords };

/** A run as it begins: always the same for the same first job. */
export function newRun(first: SendJob, waveCount: number): Run {
  const { id, campaignId, campaignName, createdAt, createdBy, launchesWhenPlanned } = first;
  return {
    id,
    campaignId,
    campaignName,
    phase: launchesWhenPlanned === true ? 'RUNNING' : 'PLANNED',
    seq: 1,
    orders: 0,
    wave: 0,
    waveCount,
    createdAt,
    createdBy,
  };
}

/** A run as it is, or as it begins where nobody has written it yet; null as `runOfFirstJob`. */
export async function findRun(
  { jobs, runRecords }: RunOfJobDeps,
  runId: string,
  known?: SendJob,
): Promise<{ readonly run: Run; readonly isWritten: boolean } | null> {
  const run = await runRecords.get(runId);
  if (run !== null) return { run, isWritten: true };
  const first = known?.id === runId ? known : await jobs.get(runId);
  if (first?.runId !== runId) return null;
  const spec = readableSpec(await jobs.getSpec(runId));
  if (spec === null || !isOfSegment(spec)) return null;
  return { run: newRun(first, wavesOf(spec.audience.campaign).length), isWritten: false };
}

/**
 * The run whose first wave's job has this id. The job is written first: when whoever planned it died before the run was,
 * it is made here. Null: there is no such job, or it is of no run, or nobody can read any more what it sends.
 */
export async function runOfFirstJob(deps: RunOfJobDeps, runId: string, known?: SendJob): Promise<Run | null> {
  const found = await findRun(deps, runId, known);
  if (found === null || found.isWritten) return found?.run ?? null;
  await deps.runRecords.create(found.run);
  return deps.runRecords.get(runId);
}
