import { placeOfWords } from '../../../domain/campaign/index.ts';
import { stepProgress, type SendJob } from '../model/job.ts';
import { treatmentsOf, type JobSpec } from '../model/job-spec.ts';
import type { Shard } from '../model/shard.ts';

/**
 * What the messages of one of a job's steps cost, in millionths of a won, as if the free units of the month were used up;
 * null when no price was known.
 */
export function plannedCostOfStep(
  shards: readonly Shard[],
  spec: JobSpec | null,
  step: number,
  included: number,
): number | null {
  if (included === 0) return 0;
  if (spec === null) return null;
  const { stepIndex } = placeOfWords(step, treatmentsOf(spec.audience));
  if (spec.unitPrices?.[stepIndex] == null) return null;
  return shards.reduce((sum, { planning }) => sum + (planning.costMicros[step] ?? 0), 0);
}

/** The same for the whole job. */
export function plannedCost(
  job: Pick<SendJob, 'sent' | 'receipts' | 'channels' | 'treatments'>,
  shards: readonly Shard[],
  spec: JobSpec | null,
): number | null {
  return stepProgress(job).reduce<number | null>((sum, { included }, step) => {
    const cost = plannedCostOfStep(shards, spec, step, included);
    return sum === null || cost === null ? null : sum + cost;
  }, 0);
}
