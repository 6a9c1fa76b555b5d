import { needsApproval } from '../../../domain/approval/index.ts';
import { jobTotals, type SendJob } from '../model/job.ts';
import type { SettingsStore } from '../model/ports.ts';
import type { Shard } from '../model/shard.ts';
import { readPlannedCost, type PlanDeps } from '../plan/planned-cost.ts';
import { claimMonth, type ClaimMonthDeps } from './claim-month.ts';

export type WhyNotLaunchDeps = ClaimMonthDeps & PlanDeps & { readonly deliverySettings: Pick<SettingsStore, 'get'> };

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
  // Approved is a run, by its first wave: the others go to people of that one, within the run's budget.
  const limits = (job.wave ?? 0) > 0 ? undefined : approval;
  if (limits === undefined && monthlyBudgetKrw === undefined) return null;
  const cost = await readPlannedCost(deps, job, known);
  if (limits !== undefined && needsApproval(limits, { recipients: jobTotals(job).included, krwMicros: cost })) {
    return 'NOT_APPROVED';
  }
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
