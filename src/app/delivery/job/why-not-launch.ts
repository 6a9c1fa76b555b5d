import { needsApproval } from '../../../domain/approval/index.ts';
import { readableSpec } from '../model/job-spec.ts';
import type { SendJob } from '../model/job.ts';
import type { SettingsStore } from '../model/ports.ts';
import type { Shard } from '../model/shard.ts';
import { readPresentCost, type PresentCostDeps } from '../plan/present-cost.ts';
import { plannedReach } from '../plan/planned-reach.ts';
import { claimMonth, type ClaimMonthDeps } from './claim-month.ts';

export type WhyNotLaunchDeps = ClaimMonthDeps &
  PresentCostDeps & { readonly deliverySettings: Pick<SettingsStore, 'get'> };

/** What a planned job that would have launched itself waits for: an approval, money, or a price. */
export type LaunchHold = 'NOT_APPROVED' | 'MONTHLY_BUDGET' | 'NO_PRICE';

/**
 * Why a job that is to begin as soon as it is planned may not, or null: one so large that somebody has to approve it waits
 * for that, as nobody can have approved what nobody had counted; and the month's budget has to pay for it. `known`: its
 * shards, where they are at hand.
 */
export async function whyNotLaunch(
  deps: WhyNotLaunchDeps,
  job: Omit<SendJob, 'seq'>,
  { now, known }: { readonly now: number; readonly known?: readonly Shard[] },
): Promise<LaunchHold | null> {
  const { approval, monthlyBudgetKrw } = await deps.deliverySettings.get();
  // Approved is a run, with all its waves, before its first.
  const limits = (job.wave ?? 0) > 0 ? undefined : approval;
  if (limits === undefined && monthlyBudgetKrw === undefined) return null;
  const shards = known ?? (await deps.shards.list(job.id, job.shardCount));
  const spec = readableSpec(await deps.jobs.getSpec(job.id));
  if (limits !== undefined && needsApproval(limits, plannedReach(job, shards, spec))) return 'NOT_APPROVED';
  if (monthlyBudgetKrw === undefined) return null;
  const cost = await readPresentCost(deps, job, now, { shards, spec });
  const refused = await claimMonth(deps, { claimId: job.id, cost }, { monthlyBudgetKrw, now });
  return refused === null ? null : refused.error.code;
}

/** It waits for a person, who launches it like any other plan once what it lacks is there. */
export function forPerson(
  { launchesWhenPlanned: _, ...job }: Omit<SendJob, 'seq'>,
  phaseReason: LaunchHold,
): Omit<SendJob, 'seq'> {
  return { ...job, phaseReason };
}
