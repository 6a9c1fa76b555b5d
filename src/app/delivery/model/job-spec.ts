import { treatmentCount, type Campaign, type GoesOn } from '../../../domain/campaign/index.ts';
import type { MessageClass } from '../../../domain/consent/index.ts';
import type { Destination } from '../../../domain/destination/index.ts';
import type { UnitPrice } from '../../../domain/cost/index.ts';
import type { LocalTime } from '../../../domain/schedule/index.ts';
import type { SegmentDefinition } from '../../../domain/segment/index.ts';
import type { TemplateChannel } from '../../../domain/template/index.ts';
import type { DirectSend } from './direct-send.ts';

/**
 * Whoever is in a campaign's segment, within the campaign's limits; both as they were when the job was planned. The spec
 * has all steps of the campaign, those of its later waves too.
 */
export type SegmentAudience = {
  readonly kind: 'SEGMENT';
  readonly campaign: Campaign;
  readonly segmentVersion: number;
  readonly definition: SegmentDefinition;
  /** The definitions of source segments, by id. */
  readonly sources: Readonly<Record<string, SegmentDefinition>>;
  /** Of an occurrence in each customer's own time: the part that is whose time it is then. */
  readonly local?: LocalTime;
  /** Of a campaign that events open: those whose waits were over, and nobody else of the segment. */
  readonly entries?: JobEntries;
};

/**
 * Batches of a bucket of waits (`app/trigger`): of a minute since the epoch. `before` are those that earlier jobs of the bucket
 * have, and when they were gathered: who was in them already is not sent to again.
 */
export type JobEntries = {
  readonly minute: number;
  readonly batchIds: readonly string[];
  /** When they were gathered: milliseconds since the epoch. */
  readonly at: number;
  readonly before: readonly { readonly batchIds: readonly string[]; readonly at: number }[];
};

/** Whom a call named. */
export type CallAudience = DirectSend & {
  readonly kind: 'CALL';
  /** What the job is shown under: the campaign that the call is counted with, else the client. */
  readonly countedWith: { readonly id: string; readonly name: string };
  readonly messageClass: MessageClass;
  readonly channel: TemplateChannel;
};

/**
 * Whoever the wave before planned and who goes on, shard by shard: those in shard n of that job are in shard n of this one.
 * The campaign is as it was when the run was planned, with the steps of this wave alone.
 */
export type WaveAudience = {
  readonly kind: 'WAVE';
  readonly campaign: Campaign;
  readonly runId: string;
  readonly wave: number;
  /** The job of the wave before. */
  readonly beforeJobId: string;
  /** It is for those who wait for the look at the treatments, and sends them what that found. */
  readonly part?: 'REST';
  /** Where the wave before was for the rest: the job of those on whom the treatments were tried, who go on as well. */
  readonly trialJobId?: string;
  readonly goesOn: readonly GoesOn[];
  /** When the run began, in milliseconds since the epoch: what people did since counts. */
  readonly since: number;
};

/** Whom a job is for. */
export type JobAudience = SegmentAudience | CallAudience | WaveAudience;

/** What a job sends to whom, frozen when it was planned; template versions are immutable, so naming them freezes them. */
export type JobSpec = {
  readonly audience: JobAudience;
  /** The words of each step; of a campaign with treatments, those of each step for each of them (`wordsOf`). */
  readonly templates: readonly { readonly templateId: string; readonly version: number }[];
  /** The moment on which the segment's recency conditions are evaluated. */
  readonly plannedAt: number;
  /** The destination of each step of the campaign; null where it names none. Absent: as null. */
  readonly destinations?: readonly (Destination | null)[];
  /** What a unit of each step of the campaign costs; null where no price was known. Absent: as null. */
  readonly unitPrices?: readonly (UnitPrice | null)[];
};

/** A spec that can be read; null for a damaged one, as for none. */
export function readableSpec(spec: JobSpec | 'UNREADABLE' | null): JobSpec | null {
  return spec === 'UNREADABLE' ? null : spec;
}

/** How many treatments a job's steps are in. */
export function treatmentsOf(audience: JobAudience): number {
  return audience.kind === 'CALL' ? 1 : treatmentCount(audience.campaign);
}

/** The campaign whose limits a job keeps, as it was then; undefined where there is none. */
export function campaignOf(spec: JobSpec | null): Campaign | undefined {
  return spec === null || spec.audience.kind === 'CALL' ? undefined : spec.audience.campaign;
}
