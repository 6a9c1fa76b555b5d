import { takesUnreachable, wavesOf, type Campaign } from '../../../domain/campaign/index.ts';
import { KRW_MICROS, type UnitPrice } from '../../../domain/cost/index.ts';
import { REACH_REASONS } from '../../../domain/run/index.ts';
import type { ExcludedCounts } from '../../../domain/send-job/index.ts';
import { jobTotals, type SendJob } from '../model/job.ts';
import { campaignOf, type JobSpec } from '../model/job-spec.ts';
import type { Shard } from '../model/shard.ts';
import { plannedCost } from './planned-cost.ts';

/** How many people a run may send to, and what that may cost at most: millionths of a won, null where a price is missing. */
export type PlannedReach = { readonly recipients: number; readonly krwMicros: number | null };

/**
 * What of a planned run is held against the limits of approval, over all its waves: whom its first wave includes and whom a
 * look makes wait; whom that could not reach, where a later wave takes them; and for each later wave a message of a unit to
 * each of them at its step's dearest price, within the budget of the run. Who comes back in between makes it less.
 */
export function plannedReach(
  job: Pick<SendJob, 'sent' | 'receipts' | 'channels' | 'treatments'>,
  shards: readonly Shard[],
  spec: JobSpec | null,
): PlannedReach {
  const { included, excluded } = jobTotals(job);
  const cost = plannedCost(job, shards, spec);
  const campaign = campaignOf(spec);
  if (campaign === undefined || spec?.audience.kind !== 'SEGMENT') return { recipients: included, krwMicros: cost };
  const waiting = excluded.AWAITS_LOOK ?? 0;
  const later = wavesOf(campaign).filter(({ part, firstStep }) => part === undefined && firstStep > 0);
  const taken = later.some(({ goesOn }) => takesUnreachable(goesOn)) ? unreachable(excluded) : 0;
  const recipients = included + waiting + taken;
  const parts = [
    cost,
    waiting === 0 ? 0 : costOfRest(cost, included, waiting),
    ...later.map(({ firstStep, steps }) =>
      costOfWave(spec.unitPrices?.slice(firstStep, firstStep + steps.length), recipients),
    ),
  ];
  const sum = parts.reduce((total, part) => (total === null || part === null ? null : total + part), 0);
  return { recipients, krwMicros: withinBudget(sum, campaign) };
}

function unreachable(excluded: ExcludedCounts): number {
  return REACH_REASONS.reduce((sum, reason) => sum + (excluded[reason] ?? 0), 0);
}

/** As the trial's people cost; where there are none, nobody can tell. */
function costOfRest(cost: number | null, included: number, waiting: number): number | null {
  return cost === null || included === 0 ? null : Math.ceil((cost / included) * waiting);
}

function costOfWave(prices: JobSpec['unitPrices'], people: number): number | null {
  if (people === 0) return 0;
  const dearest = (prices ?? [null]).map((price) => (price === null ? null : dearestOf(price)));
  return dearest.reduce<number | null>(
    (most, price) => (most === null || price === null ? null : Math.max(most, price * people)),
    0,
  );
}

function dearestOf({ krwMicros, byPrefix = {}, byKind = {} }: UnitPrice): number {
  return Math.max(krwMicros, ...Object.values(byPrefix), ...Object.values(byKind));
}

function withinBudget(cost: number | null, { budgetKrw }: Campaign): number | null {
  return cost === null || budgetKrw === undefined ? cost : Math.min(cost, budgetKrw * KRW_MICROS);
}
