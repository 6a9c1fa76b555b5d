import type { Campaign } from '../../../domain/campaign/index.ts';
import {
  declareLook,
  takeLook,
  treatmentOfRest,
  type Arm,
  type Look,
  type LookTaken,
} from '../../../domain/experiment/index.ts';
import type { Run } from '../../../domain/run/index.ts';
import { campaignOf, readableSpec } from '../model/job-spec.ts';
import { stepProgress, type SendJob } from '../model/job.ts';
import type { JobStore } from '../model/ports.ts';
import { changeRun } from './change-run.ts';
import { countGoals, type CountGoalsDeps } from './count-goals.ts';

export type TakeLookDeps = CountGoalsDeps & { readonly jobs: Pick<JobStore, 'getSpec'> };

/**
 * What the wave for the rest of a run sends: everything as planned (ANY: it is no such wave), one treatment, or nothing until
 * a person decides.
 */
export type Gives =
  { readonly kind: 'ANY' } | { readonly kind: 'TREATMENT'; readonly treatment: number } | { readonly kind: 'NOTHING' };

/**
 * Takes the look that a run declared, once, when the wave for the rest is to begin; of several that come at one moment the
 * first one's look stands. It compares what of the trial is counted by then.
 */
export async function lookForRest(
  deps: TakeLookDeps,
  { run, job, trial, now }: { readonly run: Run; readonly job: SendJob; readonly trial: SendJob; readonly now: number },
): Promise<Gives> {
  const spec = readableSpec(await deps.jobs.getSpec(job.id));
  const campaign = campaignOf(spec);
  if (spec?.audience.kind !== 'WAVE' || spec.audience.part !== 'REST' || campaign?.look === undefined) {
    return { kind: 'ANY' };
  }
  const taken = run.look ?? (await look(deps, run, campaign, trial, now));
  if (taken === null) return { kind: 'NOTHING' };
  const treatment = treatmentOfRest(taken.decision, taken.chosen);
  return treatment === null ? { kind: 'NOTHING' } : { kind: 'TREATMENT', treatment };
}

async function look(
  deps: TakeLookDeps,
  run: Run,
  campaign: Campaign,
  trial: SendJob,
  now: number,
): Promise<LookTaken | null> {
  if (campaign.look === undefined) return null;
  const { metric } = campaign.look;
  const arms = metric === 'GOAL' ? await countGoals(deps, { run, campaign, trial }) : armsOf(campaign, metric, trial);
  return arms === null ? null : take(deps, run, campaign.look, trial, arms, now);
}

async function take(
  { runRecords }: TakeLookDeps,
  seen: Run,
  look: Look,
  { launchedAt, createdAt }: SendJob,
  arms: readonly Arm[],
  now: number,
): Promise<LookTaken | null> {
  const changed = await changeRun(
    runRecords,
    seen.id,
    (run) => {
      if (run.look !== undefined) return null;
      const state = takeLook(declareLook(look, launchedAt ?? createdAt), () => arms, now);
      const { looking: _, ...rest } = run;
      return state.status === 'TAKEN' ? { ...rest, look: state } : null;
    },
    { seen },
  );
  return changed?.run.look ?? null;
}

/** What the totals of a job have; goals are counted. */
type Seen = Exclude<Look['metric'], 'GOAL'>;

/** Whoever was sent to, by treatment, over all steps of the wave: a failed message showed nobody anything. */
function armsOf({ treatments = [] }: Campaign, metric: Seen, trial: SendJob): readonly Arm[] {
  const steps = stepProgress(trial);
  return treatments.map(({ name }): Arm => {
    let trials = 0;
    let successes = 0;
    for (const step of steps) {
      if (step.treatment !== name) continue;
      trials += step.accepted + step.delivered + step.inDoubt;
      successes += metric === 'OPENED' ? step.opened : step.clicked;
    }
    return { name, trials, successes: Math.min(successes, trials) };
  });
}
