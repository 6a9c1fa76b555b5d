import type { Campaign } from '../../domain/campaign/index.ts';
import type { JobPhase, Totals } from '../../domain/send-job/index.ts';
import type { SegmentDefinition } from '../../domain/segment/index.ts';

/** One run of a campaign. Every write names the `seq` it read and raises it by one. */
export type SendJob = {
  readonly id: string;
  readonly campaignId: string;
  readonly campaignName: string;
  readonly phase: JobPhase;
  readonly seq: number;
  readonly shardCount: number;
  readonly totals: Totals;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly launchedAt?: number;
  readonly launchedBy?: string;
  readonly finishedAt?: number;
  /** When the totals were last counted, and how fast recipients were settled just before. */
  readonly countedAt: number;
  readonly recipientsPerSecond: number;
};

/** What a job sends to whom, frozen when it was planned; template versions are immutable, so naming them freezes them. */
export type JobSpec = {
  readonly campaign: Campaign;
  readonly templates: readonly { readonly templateId: string; readonly version: number }[];
  readonly definition: SegmentDefinition;
  /** The definitions of source segments, by id. */
  readonly sources: Readonly<Record<string, SegmentDefinition>>;
  /** The moment on which the segment's recency conditions are evaluated. */
  readonly plannedAt: number;
};

/** Where a job stands, as told to whoever watches: absolute, never an increment. */
export type JobProgress = Totals & {
  readonly jobId: string;
  readonly seq: number;
  readonly phase: JobPhase;
  readonly recipientsPerSecond: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
};

/** A job as one tick. */
export function progressOf(job: SendJob): JobProgress {
  return {
    ...job.totals,
    jobId: job.id,
    seq: job.seq,
    phase: job.phase,
    recipientsPerSecond: job.recipientsPerSecond,
    at: job.countedAt,
  };
}
