import { billingMonthOf, cheapestOf, withPublished } from '../../../domain/cost/index.ts';
import { settledTotal } from '../../../domain/send-job/index.ts';
import { readableSpec } from '../model/job-spec.ts';
import { jobTotals, type SendJob } from '../model/job.ts';
import { presentPriceOf, readPresentCost, type PresentCostDeps } from '../plan/present-cost.ts';
import { MONTH_ZONE, type ClaimMonthDeps } from './claim-month.ts';

export type GiveBackMonthDeps = ClaimMonthDeps & PresentCostDeps;

/**
 * Gives back to the company's month what a job claimed for people whom it never sent to, once it is cancelled or has failed:
 * for each of them what the cheapest message of a unit cost when it was launched, so that what was sent stays paid for whatever its words cost.
 * Whom a later round was for is paid for already.
 */
export async function giveBackMonth(deps: GiveBackMonthDeps, job: SendJob): Promise<void> {
  const { phase, phaseReason, launchedAt, round } = job;
  const isEnded = phase === 'CANCELLED' || (phase === 'FAILED' && phaseReason !== 'TOTALS_MISMATCH');
  if (!isEnded || launchedAt === undefined || round > 0 || job.audience === 'CALL') return;
  const spec = readableSpec(await deps.jobs.getSpec(job.id));
  if (spec?.unitPrices === undefined) return;
  const list = withPublished(await deps.prices.get());
  let unspent = 0;
  for (const [index, step] of jobTotals(job).steps.entries()) {
    const price = presentPriceOf(spec, index, list, launchedAt);
    if (price !== null) unspent += Math.max(0, step.included - settledTotal(step)) * cheapestOf(price);
  }
  if (unspent === 0) return;
  const claimed = await readPresentCost(deps, job, launchedAt);
  if (claimed === null) return;
  const month = billingMonthOf(launchedAt, MONTH_ZONE);
  await deps.budgets.giveBackOfMonth(month, job.id, Math.max(0, claimed - unspent));
}
