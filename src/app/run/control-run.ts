import { refuse, type Refused } from '../../domain/result.ts';
import { isRunOver, transitionRun, waveJobId, type Run, type RunCommand } from '../../domain/run/index.ts';
import { isTerminal } from '../../domain/send-job/index.ts';
import { changeRun } from '../delivery/job/change-run.ts';
import { followRun, type FollowRunDeps } from '../delivery/job/follow-run.ts';
import { runOfFirstJob } from '../delivery/job/run-of-job.ts';
import type { RunRecords } from '../delivery/model/run-store.ts';
import type { Actor } from '../ports.ts';
import { cancelJob, pauseJob, resumeJob } from '../send-job/control-job.ts';
import { refuseWhileStopped } from '../send-job/refuse-while-stopped.ts';

export type ControlRunDeps = FollowRunDeps & { readonly runRecords: RunRecords };

export type ControlRunCommand = { readonly actor: Actor; readonly runId: string };
export type RunControlled = { readonly ok: true; readonly run: Run };

/**
 * Stops a run: what is in flight finishes, nothing new is sent, and no wave begins, until it is resumed. One that is through,
 * and whose last wave is being sent once more to some, stays COMPLETED: that wave is what follows these orders.
 */
export function pauseRun(deps: ControlRunDeps, command: ControlRunCommand): Promise<RunControlled | Refused> {
  return controlRun(deps, command, 'PAUSE');
}

/**
 * Goes on where a run was paused; a wave whose time has passed meanwhile begins at once. Also lets a wave go on that the
 * system paused.
 */
export async function resumeRun(deps: ControlRunDeps, command: ControlRunCommand): Promise<RunControlled | Refused> {
  return refuseWhileStopped(await deps.deliverySettings.get()) ?? controlRun(deps, command, 'RESUME');
}

/** Ends a run for good: what was not sent yet never is, and no further wave begins. */
export function cancelRun(deps: ControlRunDeps, command: ControlRunCommand): Promise<RunControlled | Refused> {
  return controlRun(deps, command, 'CANCEL');
}

type Order = Extract<RunCommand, 'PAUSE' | 'RESUME' | 'CANCEL'>;

const OF_JOB = { PAUSE: pauseJob, RESUME: resumeJob, CANCEL: cancelJob } as const;

/** Controls the last wave of a run that is through, while it is sent once more to some; null: it is not. */
async function controlAgain(
  deps: ControlRunDeps,
  actor: Actor,
  run: Run,
  command: Order,
): Promise<RunControlled | Refused | null> {
  const jobId = waveJobId(run.id, run.wave);
  const job = run.phase === 'COMPLETED' ? await deps.jobs.get(jobId) : null;
  if (job === null || isTerminal(job.phase)) return null;
  const controlled = await OF_JOB[command](deps, { actor, jobId });
  return controlled.ok ? { ok: true, run } : controlled;
}

async function controlRun(
  deps: ControlRunDeps,
  { actor, runId }: ControlRunCommand,
  command: Order,
): Promise<RunControlled | Refused> {
  const first = await deps.jobs.get(runId);
  const seen = await runOfFirstJob(deps, runId, first ?? undefined);
  if (seen === null) return refuse('NOT_FOUND', `There is no run ${runId}.`);
  // Whoever launched its first wave may have died before the run was told.
  const isLaunched = first?.launchedAt !== undefined;
  let refusal: Refused | null = null;
  const changed = await changeRun(
    deps.runRecords,
    runId,
    (run) => {
      const from = run.phase === 'PLANNED' && isLaunched ? 'RUNNING' : run.phase;
      const moved = transitionRun(from, command);
      refusal = moved.ok ? null : moved;
      // To go on is an order also when the run does: its wave may have been paused by the system.
      if (!moved.ok || (!moved.changed && command !== 'RESUME')) return null;
      const ended = isRunOver(moved.phase) ? { endedAt: deps.clock.now() } : {};
      return { ...run, phase: moved.phase, orders: run.orders + 1, ...ended };
    },
    { seen },
  );
  if (changed === null) return refuse('NOT_FOUND', `There is no run ${runId}.`);
  if (refusal !== null) return (await controlAgain(deps, actor, changed.run, command)) ?? refusal;
  // For a repeated order too: whoever gave it first may have died before the wave followed.
  await followRun(deps, changed.run);
  return { ok: true, run: changed.run };
}
