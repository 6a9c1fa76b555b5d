import { isRunOver, waveJobId } from '../../../domain/run/index.ts';
import { isTerminal, transition } from '../../../domain/send-job/index.ts';
import { progressOf, type SendJob } from '../model/job.ts';
import { changeJob } from './change-job.ts';
import { lookForRest, type TakeLookDeps } from './take-look.ts';
import { followRun, type FollowRunDeps } from './follow-run.ts';

export type StartWaveDeps = FollowRunDeps & TakeLookDeps;

/**
 * Begins a wave whose time has come: its people are decided as of now. While its run is paused it waits, and so it does
 * while the wave before is being sent once more to those who failed; the wave for the rest begins with the look at the
 * treatments, and waits where that has no winner until a person decides. Any other job is answered as it is.
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
  const beforeId = waveJobId(runId, wave - 1);
  const before = await deps.jobs.get(beforeId);
  if (before === null || !isTerminal(before.phase)) return seen;
  const gives = await lookForRest(deps, { run, job: seen, trial: before, now });
  if (gives.kind === 'NOTHING') return seen;
  const treatment = gives.kind === 'TREATMENT' ? { givesTreatment: gives.treatment } : {};
  const changed = await changeJob(deps.jobs, seen.id, async (job) => {
    const moved = transition(job.phase, 'PLAN');
    // Whoever reopens the wave before writes this job after it: either that is seen here, or this change is refused.
    const last = await deps.jobs.get(beforeId);
    if (last === null || !isTerminal(last.phase)) return null;
    // An order that was given since the run was read is followed first.
    if (!moved.ok || !moved.changed || job.followedOrders !== seen.followedOrders) return null;
    return { ...job, phase: moved.phase, ...treatment, planningSince: now, launchesWhenPlanned: true };
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
