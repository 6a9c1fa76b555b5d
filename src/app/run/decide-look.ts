import { treatmentOfRest } from '../../domain/experiment/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { isRunOver, waveJobId, type Run } from '../../domain/run/index.ts';
import { changeRun } from '../delivery/job/change-run.ts';
import { runOfFirstJob, type RunOfJobDeps } from '../delivery/job/run-of-job.ts';
import type { Doorbell } from '../delivery/model/ports.ts';
import { shardsOf } from '../delivery/plan/shard-count.ts';
import type { Actor, Clock } from '../ports.ts';

export type DecideLookDeps = RunOfJobDeps & {
  readonly doorbell: Doorbell;
  readonly clock: Pick<Clock, 'now'>;
};

export type DecideLookCommand = {
  readonly actor: Actor;
  readonly runId: string;
  /** The name of the treatment that the rest is to get. */
  readonly treatment: string;
};

/**
 * Says what the rest of a run gets whose look had no winner and is held until a person decides. LOOK_NOT_TAKEN: there is
 * none, or it is still to come; LOOK_DECIDED: it found a winner, was declared to go on by itself, or somebody decided
 * otherwise. To send the rest nothing, cancel the run.
 */
export async function decideLook(
  deps: DecideLookDeps,
  { actor, runId, treatment }: DecideLookCommand,
): Promise<{ readonly ok: true; readonly run: Run } | Refused> {
  const seen = await runOfFirstJob(deps, runId);
  if (seen === null) return refuse('NOT_FOUND', `There is no run ${runId}.`);
  let refusal: Refused | null = null;
  const changed = await changeRun(
    deps.runRecords,
    runId,
    (run) => {
      refusal = whyNot(run, treatment);
      const { look } = run;
      const index = look?.arms.findIndex(({ name }) => name === treatment) ?? -1;
      if (refusal !== null || look === undefined || look.chosen !== undefined) return null;
      return { ...run, look: { ...look, chosen: { treatment: index, by: actor.id, at: deps.clock.now() } } };
    },
    { seen },
  );
  if (changed === null) return refuse('NOT_FOUND', `There is no run ${runId}.`);
  if (refusal !== null) return refusal;
  const { run } = changed;
  const rest = await deps.jobs.get(waveJobId(run.id, run.wave));
  if (rest !== null) await deps.doorbell.ring(shardsOf(rest));
  return { ok: true, run };
}

/** Null also for who repeats what was decided. */
function whyNot({ id, phase, look }: Run, treatment: string): Refused | null {
  if (look === undefined) {
    return refuse('LOOK_NOT_TAKEN', `Run ${id} declared no look, or it is still to come; runProgress says when.`);
  }
  const names = look.arms.map(({ name }) => name);
  if (!names.includes(treatment)) {
    return refuse(
      'INVALID_INPUT',
      `treatment: the run has ${names.map((name) => JSON.stringify(name)).join(', ')}, not ${JSON.stringify(treatment)}.`,
    );
  }
  const decided = treatmentOfRest(look.decision, look.chosen);
  if (decided !== null && (look.chosen === undefined || names[decided] !== treatment)) {
    return refuse('LOOK_DECIDED', `The rest gets ${JSON.stringify(names[decided])} already: ${look.decision.message}`);
  }
  if (decided === null && isRunOver(phase)) {
    return refuse('RUN_PHASE', `Run ${id} is ${phase}; its rest gets nothing any more.`);
  }
  return null;
}
