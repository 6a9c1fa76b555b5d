import { placeOfWords } from '../../domain/campaign/index.ts';
import { KRW_MICROS } from '../../domain/cost/index.ts';
import type { Channel } from '../../domain/customer/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { EXCLUSION_REASONS, type ExclusionReason } from '../../domain/send-job/index.ts';
import { jobTotals, stepProgress, type SendJob } from '../delivery/model/job.ts';
import { campaignOf, readableSpec, treatmentsOf, type JobSpec } from '../delivery/model/job-spec.ts';
import { isUnreadable } from '../delivery/model/chunk.ts';
import type { Shard } from '../delivery/model/shard.ts';
import type { ListRecipientsDeps } from './list-recipients.ts';

export type ReviewPlanDeps = Pick<ListRecipientsDeps, 'jobs' | 'shards' | 'chunks'>;

export type PlanReview = {
  readonly ok: true;
  readonly jobId: string;
  readonly planned: number;
  readonly included: number;
  /** What sending would cost in won, as if the free units of the month were used up; null when a price is missing. */
  readonly costKrw: number | null;
  /** What it may cost. */
  readonly budgetKrw?: number;
  /**
   * Recipients whose time zone is none that there is, such as `KST`: Asia/Seoul is taken for it. Null: nobody counted, as in
   * direct sends.
   */
  readonly unknownZones: number | null;
  /** Recipients without a time zone: Asia/Seoul, too. */
  readonly missingZones: number | null;
  /** For each step of the campaign, and for each treatment of it. */
  readonly channels: readonly {
    readonly channel: Channel;
    /** Of a campaign with treatments: the step, from 0, and the name of the treatment. */
    readonly stepIndex?: number;
    readonly treatment?: string;
    readonly included: number;
    /** Null: no price was known when the job was planned. */
    readonly costKrw: number | null;
    /** Some customers whom the plan includes there. */
    readonly sample: readonly string[];
  }[];
  /** Reasons that somebody was excluded for, the most frequent first. */
  readonly reasons: readonly {
    readonly reason: ExclusionReason;
    readonly count: number;
    /** Some customers excluded for it; empty for FILTERED_OUT_BY_SEGMENT, which is counted, not listed. */
    readonly sample: readonly string[];
  }[];
};

const SAMPLE = 10;
/** Excluded lists and chunks looked at for samples, over all shards. */
const MAX_READ = 400;
const READ_AHEAD = 20;

/** What a plan would do: how many people by channel and by reason, and some of each. */
export async function reviewPlan(
  deps: ReviewPlanDeps,
  { jobId }: { readonly jobId: string },
): Promise<PlanReview | Refused> {
  const job = await deps.jobs.get(jobId);
  if (job === null) return refuse('NOT_FOUND', `There is no job ${jobId}.`);
  if (job.phase === 'PLANNING') {
    return refuse('JOB_PHASE', `Job ${jobId} is still being planned; review it when it is PLANNED.`);
  }
  const totals = jobTotals(job);
  const shards = await deps.shards.list(job.id, job.shardCount);
  const spec = readableSpec(await deps.jobs.getSpec(jobId));
  const budgetKrw = campaignOf(spec)?.budgetKrw;
  const sampled = await sample(deps, job, shards);
  const costs = stepProgress(job).map(({ included }, step) => costOfStep(shards, spec, step, included));
  const reasons = EXCLUSION_REASONS.map((reason) => ({
    reason,
    count: totals.excluded[reason] ?? 0,
    sample: sampled.excluded.get(reason) ?? [],
  })).filter(({ count }) => count > 0);
  return {
    ok: true,
    jobId,
    planned: totals.planned,
    included: totals.included,
    costKrw: costs.reduce((sum, cost) => (sum === null || cost === null ? null : sum + cost), 0),
    ...(budgetKrw === undefined ? {} : { budgetKrw }),
    unknownZones: job.audience === 'SEGMENT' ? countZones(shards, 'unknownZones') : null,
    missingZones: job.audience === 'SEGMENT' ? countZones(shards, 'missingZones') : null,
    channels: stepProgress(job).map(({ channel, included, stepIndex, treatment }, step) => ({
      channel,
      ...(stepIndex === undefined ? {} : { stepIndex }),
      ...(treatment === undefined ? {} : { treatment }),
      included,
      costKrw: costs[step] ?? null,
      sample: sampled.included.get(step) ?? [],
    })),
    reasons: reasons.sort((a, b) => b.count - a.count),
  };
}

function countZones(shards: readonly Shard[], which: 'unknownZones' | 'missingZones'): number {
  return shards.reduce((sum, { planning }) => sum + planning[which], 0);
}

function costOfStep(shards: readonly Shard[], spec: JobSpec | null, step: number, included: number): number | null {
  if (included === 0) return 0;
  if (spec === null) return null;
  const { stepIndex } = placeOfWords(step, treatmentsOf(spec.audience));
  if (spec.unitPrices?.[stepIndex] == null) return null;
  return shards.reduce((sum, { planning }) => sum + (planning.costMicros[step] ?? 0), 0) / KRW_MICROS;
}

/** Takes from every shard in turn, so that a sample is not all of one corner. */
async function sample({ chunks }: ReviewPlanDeps, job: SendJob, shards: readonly Shard[]) {
  const excluded = new Map<ExclusionReason, string[]>();
  const included = new Map<number, string[]>();
  const add = <K>(samples: Map<K, string[]>, key: K, customerIds: readonly string[]): void => {
    const known = samples.get(key) ?? [];
    known.push(...customerIds.slice(0, SAMPLE - known.length));
    samples.set(key, known);
  };
  const isEnough = (): boolean => {
    const { excluded: counts, steps } = jobTotals(job);
    const isFull = (found: readonly string[] | undefined, count: number): boolean =>
      (found?.length ?? 0) >= Math.min(SAMPLE, count);
    return (
      steps.every((step, index) => isFull(included.get(index), step.included)) &&
      EXCLUSION_REASONS.every(
        (reason) => reason === 'FILTERED_OUT_BY_SEGMENT' || isFull(excluded.get(reason), counts[reason] ?? 0),
      )
    );
  };
  let read = 0;
  for (const { shard, planning } of shards) {
    if (isEnough() || read >= MAX_READ) break;
    const ref = { jobId: job.id, shard };
    for (const { customerIds } of await chunks.listExcluded(ref, 0, READ_AHEAD)) {
      for (const reason of EXCLUSION_REASONS) add(excluded, reason, customerIds[reason] ?? []);
      read += 1;
    }
    for (const chunk of await chunks.listChunks(ref, 0, Math.min(READ_AHEAD, planning.chunkCount))) {
      read += 1;
      if (isUnreadable(chunk)) continue;
      const step = chunk.recipients[0]?.stepIndex ?? 0;
      add(
        included,
        step,
        chunk.recipients.map(({ customerId }) => customerId),
      );
    }
  }
  return { excluded, included };
}
