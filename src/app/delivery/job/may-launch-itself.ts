import { needsApproval } from '../../../domain/approval/index.ts';
import { jobTotals, type SendJob } from '../model/job.ts';
import { readableSpec } from '../model/job-spec.ts';
import type { JobStore, SettingsStore, ShardStore } from '../model/ports.ts';
import type { Shard } from '../model/shard.ts';
import { plannedCost } from '../plan/planned-cost.ts';

export type MayLaunchDeps = {
  readonly jobs: Pick<JobStore, 'getSpec'>;
  readonly shards: Pick<ShardStore, 'list'>;
  readonly deliverySettings: Pick<SettingsStore, 'get'>;
};

/**
 * Whether a job that is to begin as soon as it is planned may: one so large that somebody has to approve it waits for that,
 * as nobody can have approved what nobody had counted. `known`: its shards, where they are at hand.
 */
export async function mayLaunchItself(
  deps: MayLaunchDeps,
  job: Omit<SendJob, 'seq'>,
  known?: readonly Shard[],
): Promise<boolean> {
  // Approved is a run, by its first wave: the others go to people of that one, within the run's budget.
  if ((job.wave ?? 0) > 0) return true;
  const { approval } = await deps.deliverySettings.get();
  if (approval === undefined) return true;
  const shards = known ?? (await deps.shards.list(job.id, job.shardCount));
  const spec = readableSpec(await deps.jobs.getSpec(job.id));
  const recipients = jobTotals(job).included;
  return !needsApproval(approval, { recipients, krwMicros: plannedCost(job, shards, spec) });
}

/** Somebody has to approve it, and then it waits for a person to launch it like any other plan. */
export function forPerson({ launchesWhenPlanned: _, ...job }: Omit<SendJob, 'seq'>): Omit<SendJob, 'seq'> {
  return { ...job, phaseReason: 'NOT_APPROVED' };
}
