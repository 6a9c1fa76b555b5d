import { isRunOver, waveJobId } from '../../../domain/run/index.ts';
import { isTerminal, transition } from '../../../domain/send-job/index.ts';
import { progressOf, type SendJob } from '../model/job.ts';
import type { RunRecords } from '../model/run-store.ts';
import { changeJob } from './change-job.ts';
import { followRun, type FollowRunDeps } from './follow-run.ts';

export type StartWaveDeps = FollowRunDeps & { readonly runRecords: RunRecords };

/**
 * Begins a wave whose time has come: its people are decided as of now. While its run is paused it waits, and so it does
 * while the wave before is being sent once more to those who failed. Any other job is answered as it is.
 */
export async function startWaveIfDue(deps: StartWaveDeps, seen: SendJob): Promise<SendJob> {
  const now = deps.clock.now();
  const { runId, wave = 0, sendAt } = seen;
  if (seen.phase !== 'SCHEDULED' || runId === undefined || sendAt === undefined || sendAt > now) return seen;
  const run = await deps.runRecords.get(runId);
  if (run === null) return seen;
  if (isRunOver(run.phase)) return endWave(deps, seen);
  if (run.orders > (seen.followedOrders ?? 0)) {
    await followRun(deps, run);
    return (await deps.jobs.get(seen.id)) ?? seen;
  }
  if (run.phase !== 'RUNNING' || run.wave !== wave) return seen;
  const before = await deps.jobs.get(waveJobId(runId, wave - 1));
  if (before === null || !isTerminal(before.phase)) return seen;
  const changed = await changeJob(deps.jobs, seen.id, (job) => {
    const moved = transition(job.phase, 'PLAN');
    // An order that was given since the run was read is followed first.
    if (!moved.ok || !moved.changed || job.followedOrders !== seen.followedOrders) return null;
    return { ...job, phase: moved.phase, planningSince: now, launchesWhenPlanned: true };
  });
  if (changed === null) return seen;
  if (changed.isChanged) await deps.publisher.publish(progressOf(changed.job));
  return changed.job;
}

/** Its run ended while it was being made. */
async function endWave(deps: StartWaveDeps, { id }: SendJob): Promise<SendJob> {
  const changed = await changeJob(deps.jobs, id, (job) =>
    job.phase === 'SCHEDULED'
      ? { ...job, phase: 'CANCELLED', phaseReason: 'RUN_ENDED', finishedAt: deps.clock.now() }
      : null,
  );
  if (changed === null) throw new Error(`Job ${id} is gone.`);
  return changed.job;
}
