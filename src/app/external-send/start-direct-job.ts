import type { Refused } from '../../domain/result.ts';
import {
  addTotals,
  NO_STEP_TOTALS,
  NO_TOTALS,
  totalsOfStep,
  type ExclusionReason,
  type Recipient,
  type Totals,
} from '../../domain/send-job/index.ts';
import type { JobSpec, SendJob } from '../delivery/model/job.ts';
import type { ChunkStore, Doorbell, JobStore, ShardStore } from '../delivery/model/ports.ts';
import { newShard } from '../delivery/model/shard.ts';
import { ringAtStart } from '../delivery/job/start-scheduled.ts';
import type { Clock, Ids } from '../ports.ts';
import { IN_FLIGHT } from './carry-out-once.ts';
import type { RecipientDecision } from './ports.ts';

export type StartDirectJobDeps = {
  readonly jobs: JobStore;
  readonly shards: ShardStore;
  readonly chunks: ChunkStore;
  readonly doorbell: Doorbell;
  readonly clock: Clock;
  readonly ids: Ids;
};

export type DirectJob = {
  readonly jobId: string;
  readonly createdBy: string;
  readonly spec: JobSpec;
  readonly recipients: readonly Recipient[];
  readonly decisions: readonly RecipientDecision[];
  /** When it begins to send, in milliseconds since the epoch; null: at once. */
  readonly startsAt: number | null;
  /** Milliseconds since the epoch, after which nothing is sent any more. */
  readonly sendUntil?: number;
};

const SHARD_LEASE_MS = 60_000;

/**
 * Starts a job whose audience is known: one shard, planned here and now, and then the job, which begins its life in
 * SENDING, or SCHEDULED when it is for later. Nobody works on a shard whose job does not exist, so that a crash on the way
 * leaves nothing that could be sent; and the job can be created only once.
 */
export async function startDirectJob(deps: StartDirectJobDeps, direct: DirectJob): Promise<{ ok: true } | Refused> {
  const ref = { jobId: direct.jobId, shard: 0 };
  const now = deps.clock.now();
  const totals = totalsOfPlan(direct.decisions);
  if (!(await writePlan(deps, direct, totals, now))) return IN_FLIGHT;
  const job = jobOf(direct, totals, now);
  await deps.jobs.create(job, direct.spec);
  if (direct.startsAt === null) await deps.doorbell.ring([ref]);
  else await ringAtStart(deps, job, direct.startsAt);
  return { ok: true };
}

/** Writes the shard and what is planned in it; false when somebody else is at it. */
async function writePlan(deps: StartDirectJobDeps, direct: DirectJob, totals: Totals, now: number): Promise<boolean> {
  const ref = { jobId: direct.jobId, shard: 0 };
  const chunks = direct.recipients.length === 0 ? [] : [{ number: 0, recipients: direct.recipients }];
  const customerIds = excludedOf(direct.decisions);
  const planning = { isDone: true, cursor: null, pages: 1, chunkCount: chunks.length, remainders: [], costMicros: [] };
  const planned = { ...newShard(ref), epoch: 1, planning, totals };
  const list = Object.keys(customerIds).length === 0 ? null : { number: 0, customerIds };
  // The shard first: where there is none, an attempt before this one has left nothing else either.
  if (await deps.shards.create(planned)) {
    return deps.chunks.putPlanned(ref, planned.epoch, { chunks, excluded: list });
  }
  // An attempt before this one died half-way: its plan is replaced, under a lease, so that it cannot come back.
  const shard = await deps.shards.acquire(ref, { owner: deps.ids.next(), now, until: now + SHARD_LEASE_MS });
  if (shard === null) return false;
  // It may have excluded somebody whom this one does not: then the empty list is written too.
  const replaced = { chunks, excluded: { number: 0, customerIds } };
  if (!(await deps.chunks.putPlanned(ref, shard.epoch, replaced))) return false;
  return deps.shards.save({ ...planned, epoch: shard.epoch });
}

function jobOf({ jobId, createdBy, spec, startsAt, sendUntil }: DirectJob, totals: Totals, now: number): SendJob {
  return {
    id: jobId,
    campaignId: spec.campaign.id,
    campaignName: spec.campaign.name,
    // A direct send names its recipients itself: there is no segment.
    segmentId: spec.campaign.segmentId,
    segmentVersion: spec.segmentVersion,
    phase: startsAt === null ? 'SENDING' : 'SCHEDULED',
    seq: 1,
    shardCount: 1,
    channels: spec.campaign.steps.map(({ channel }) => channel),
    sent: totals,
    receipts: NO_TOTALS,
    receiptsVersion: 0,
    round: 0,
    createdAt: now,
    createdBy,
    ...(startsAt === null ? { launchedAt: now, launchedBy: createdBy } : { sendAt: startsAt }),
    ...(sendUntil === undefined ? {} : { sendUntil }),
    countedAt: now,
    recipientsPerSecond: 0,
  };
}

function excludedOf(decisions: readonly RecipientDecision[]): { [R in ExclusionReason]?: string[] } {
  const listed: { [R in ExclusionReason]?: string[] } = {};
  for (const { customerId, reason } of decisions) if (reason !== undefined) (listed[reason] ??= []).push(customerId);
  return listed;
}

function totalsOfPlan(decisions: readonly RecipientDecision[]): Totals {
  const excluded: { [R in ExclusionReason]?: number } = {};
  for (const { reason } of decisions) if (reason !== undefined) excluded[reason] = (excluded[reason] ?? 0) + 1;
  const included = decisions.filter(({ outcome }) => outcome === 'INCLUDED').length;
  const start: Totals = { ...NO_TOTALS, planned: decisions.length, excluded };
  return addTotals(start, totalsOfStep(0, { ...NO_STEP_TOTALS, included }));
}
