import { placeOfWords } from '../../../domain/campaign/index.ts';
import { costByNow, dearerOf, withPublished, type PriceList, type UnitPrice } from '../../../domain/cost/index.ts';
import { stepPriceOf } from '../../../domain/destination/index.ts';
import type { PriceStore } from '../../ports.ts';
import { stepProgress, type SendJob } from '../model/job.ts';
import { campaignOf, readableSpec, treatmentsOf, type JobSpec } from '../model/job-spec.ts';
import type { JobStore, ShardStore } from '../model/ports.ts';
import type { Shard } from '../model/shard.ts';
import { plannedCostOfStep } from './planned-cost.ts';

/** Where the plan of a job, and what it costs by now, is read. */
export type PresentCostDeps = {
  readonly jobs: Pick<JobStore, 'getSpec'>;
  readonly shards: Pick<ShardStore, 'list'>;
  readonly prices: Pick<PriceStore, 'get'>;
};

/**
 * What a plan costs at most by the prices of a moment, in millionths of a won; null when no price was known. The plan is
 * priced as it was made, and a run may be launched, and its waves begin, days later: what has become dearer since is
 * scaled by as much, by the country or the kind that rose most. What has become cheaper, or has no price any more, costs
 * what was planned. `known`: its shards and spec, where they are at hand.
 */
export async function readPresentCost(
  { jobs, shards, prices }: PresentCostDeps,
  job: Omit<SendJob, 'seq'>,
  at: number,
  known?: { readonly shards: readonly Shard[]; readonly spec: JobSpec | null },
): Promise<number | null> {
  const planned = known?.shards ?? (await shards.list(job.id, job.shardCount));
  const spec = known === undefined ? readableSpec(await jobs.getSpec(job.id)) : known.spec;
  const list = withPublished(await prices.get());
  return stepProgress(job).reduce<number | null>((sum, { included }, step) => {
    const cost = plannedCostOfStep(planned, spec, step, included);
    if (sum === null || cost === null) return null;
    const { before, now } = pricesOfStep(spec, step, list, at);
    return sum + (before === null || now === null ? cost : costByNow({ cost, messages: included }, before, now));
  }, 0);
}

/** The dearer of what a unit of a step cost when it was planned and what it costs at a moment; null: it had no price. */
export function presentPriceOf(spec: JobSpec, step: number, list: PriceList, at: number): UnitPrice | null {
  const { before, now } = pricesOfStep(spec, step, list, at);
  return before === null || now === null ? before : dearerOf(before, now);
}

function pricesOfStep(
  spec: JobSpec | null,
  step: number,
  list: PriceList,
  at: number,
): { readonly before: UnitPrice | null; readonly now: UnitPrice | null } {
  if (spec === null) return { before: null, now: null };
  const { stepIndex } = placeOfWords(step, treatmentsOf(spec.audience));
  const before = spec.unitPrices?.[stepIndex] ?? null;
  const channel = campaignOf(spec)?.steps[stepIndex]?.channel;
  if (channel === undefined) return { before, now: null };
  const priced = stepPriceOf({ channel, destination: spec.destinations?.[stepIndex] ?? undefined }, list, at);
  return { before, now: priced.ok ? priced.price : null };
}
