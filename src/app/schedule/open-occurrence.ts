import type { DueOccurrence } from '../../domain/schedule/index.ts';
import type { Refused } from '../../domain/result.ts';
import { sha256 } from '../../standards/sha256.ts';
import { changeJob } from '../delivery/job/change-job.ts';
import { launched, minutesToSend } from '../delivery/job/launched.ts';
import { forPerson, whyNotLaunch, type WhyNotLaunchDeps } from '../delivery/job/why-not-launch.ts';
import { runOfFirstJob } from '../delivery/job/run-of-job.ts';
import { startRun } from '../delivery/job/start-run.ts';
import { progressOf, type SendJob } from '../delivery/model/job.ts';
import { shardsOf } from '../delivery/plan/shard-count.ts';
import { claimRun, SCHEDULER } from '../send-job/claim-run.ts';
import { cancelJob, type ControlJobDeps } from '../send-job/control-job.ts';
import { planCampaign, type PlanCampaignDeps } from '../send-job/plan-campaign.ts';

export type OpenOccurrenceDeps = PlanCampaignDeps & ControlJobDeps & WhyNotLaunchDeps;

/** An occurrence and the campaign whose it is. */
export type OccurrenceToOpen = { readonly campaignId: string; readonly occurrence: DueOccurrence };

/** The id of the job of an occurrence: the same whoever opens it, so that there can be one. */
export function jobIdOf({ campaignId, occurrence }: OccurrenceToOpen): string {
  return `occurrence-${sha256(`${campaignId} ${occurrence.id}`, 'hex').slice(0, 32)}`;
}

/**
 * Plans what an occurrence sends, as planning by hand does, and begins to send nothing: that comes when the occurrence is
 * recorded (`launchOpened`). Repeated, it answers the job that is there. Refused while another run of the campaign is under
 * way, and for whatever `planCampaign` refuses.
 */
export async function openOccurrence(
  deps: OpenOccurrenceDeps,
  opening: OccurrenceToOpen,
): Promise<{ readonly ok: true; readonly jobId: string } | Refused> {
  const { campaignId, occurrence } = opening;
  const jobId = jobIdOf(opening);
  if ((await deps.jobs.get(jobId)) !== null) return { ok: true, jobId };
  const local = 'local' in occurrence ? occurrence.local : undefined;
  const offset = local === undefined ? {} : { offset: local.wall - local.at };
  const refused = await claimRun(deps, { campaignId, jobId, occurrence: offset });
  if (refused !== null) return refused;
  const planned = await planCampaign(deps, { actor: SCHEDULER, campaignId, jobId, mayExist: true, local });
  return planned.ok ? { ok: true, jobId } : planned;
}

/**
 * Has the job of a recorded occurrence sent as soon as it is planned; one that lacks an approval or money waits for a person.
 * Repeated, it changes nothing.
 */
export async function launchOpened(deps: OpenOccurrenceDeps, jobId: string): Promise<void> {
  const minutes = await minutesToSend(deps.jobs, jobId);
  const launch = async (job: SendJob): Promise<Omit<SendJob, 'seq'> | null> => {
    if (job.phase === 'PLANNING')
      return job.launchesWhenPlanned === true ? null : { ...job, launchesWhenPlanned: true };
    if (job.phase !== 'PLANNED') return null;
    const now = deps.clock.now();
    const hold = await whyNotLaunch(deps, job, { now });
    if (hold === null) return launched(job, { now, by: SCHEDULER.id, minutes });
    return job.phaseReason === hold ? null : forPerson(job, hold);
  };
  const changed = await changeJob(deps.jobs, jobId, launch);
  if (changed?.isChanged !== true) return;
  const { job } = changed;
  if (job.phase === 'SENDING') await deps.publisher.publish(progressOf(job));
  const run = job.phase === 'PLANNED' ? null : await runOfFirstJob(deps, job.id, job);
  if (run !== null) await startRun(deps.runRecords, run);
  await deps.doorbell.ring(shardsOf(job));
}

/** Ends a job that was planned for an occurrence of which something else has become. */
export async function giveUp(deps: OpenOccurrenceDeps, jobId: string): Promise<void> {
  if ((await deps.jobs.get(jobId)) !== null) await cancelJob(deps, { actor: SCHEDULER, jobId });
}
