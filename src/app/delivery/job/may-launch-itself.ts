import { needsApproval } from '../../../domain/approval/index.ts';
import { jobTotals, type SendJob } from '../model/job.ts';
import { readableSpec } from '../model/job-spec.ts';
import type { JobStore, SettingsStore } from '../model/ports.ts';
import type { Shard } from '../model/shard.ts';
import { plannedCost } from '../plan/planned-cost.ts';

/**
 * Whether a job that is to begin as soon as it is planned may: one so large that somebody has to approve it waits for that,
 * as nobody can have approved what nobody had counted.
 */
export async function mayLaunchItself(
  deps: { readonly jobs: Pick<JobStore, 'getSpec'>; readonly deliverySettings: Pick<SettingsStore, 'get'> },
  job: SendJob,
  shards: readonly Shard[],
): Promise<boolean> {
  // Approved is a run, by its first wave: the others go to people of that one, within the run's budget.
  if ((job.wave ?? 0) > 0) return true;
  const { approval } = await deps.deliverySettings.get();
  if (approval === undefined) return true;
  const spec = readableSpec(await deps.jobs.getSpec(job.id));
  const recipients = jobTotals(job).included;
  return !needsApproval(approval, { recipients, krwMicros: plannedCost(job, shards, spec) });
}
