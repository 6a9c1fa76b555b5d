import {
  addTotals,
  NO_STEP_TOTALS,
  NO_TOTALS,
  totalsOfStep,
  type ExclusionReason,
  type Recipient,
  type Totals,
} from '../../domain/send-job/index.ts';
import { ringAtStart } from '../delivery/job/start-scheduled.ts';
import type { SendJob } from '../delivery/model/job.ts';
import type { CallAudience, JobSpec } from '../delivery/model/job-spec.ts';
import type { Doorbell } from '../delivery/model/ports.ts';
import { newShard, NOTHING_PLANNED } from '../delivery/model/shard.ts';
import { shardsOf } from '../delivery/plan/shard-count.ts';
import type { Clock, Ids } from '../ports.ts';
import type { CallStore, IdempotencyKey, RecipientDecision } from './ports.ts';

export type StartDirectJobDeps = {
  readonly calls: CallStore;
  readonly doorbell: Doorbell;
  readonly clock: Clock;
  readonly ids: Ids;
};

/** What a call sends to whom. */
export type CallSpec = JobSpec & { readonly audience: CallAudience };

export type DirectJob = {
  readonly jobId: string;
  readonly key: IdempotencyKey;
  readonly bodyHash: string;
  readonly createdBy: string;
  /** Where the call came from. */
  readonly sourceIp?: string;
  readonly spec: CallSpec;
  readonly recipients: readonly Recipient[];
  readonly decisions: readonly RecipientDecision[];
  /** When it begins to send, in milliseconds since the epoch; null: at once. */
  readonly startsAt: number | null;
  /** Milliseconds since the epoch, after which nothing is sent any more. */
  readonly sendUntil: number;
  /** Milliseconds since the epoch, after which no record of it is left. */
  readonly keptUntil: number;
};

/**
 * Starts a job whose audience is known: one shard, planned here and now. The job, which begins its life in SENDING (or
 * SCHEDULED when it is for later), its plan, the answer under the call's key and the audit entry are written at once or
 * not at all. False when the call was carried out before, or is being carried out. A crash before the bell rings costs
 * the time until the next sweep.
 */
export async function startDirectJob(deps: StartDirectJobDeps, direct: DirectJob): Promise<boolean> {
  const { jobId, key, bodyHash, spec, decisions, recipients } = direct;
  const now = deps.clock.now();
  const totals = totalsOfPlan(decisions);
  const job = jobOf(direct, totals, now);
  const chunks = recipients.length === 0 ? [] : [{ number: 0, recipients }];
  const planning = { ...NOTHING_PLANNED, isDone: true, pages: 1, chunkCount: chunks.length };
  const customerIds = excludedOf(decisions);
  const isPlaced = await deps.calls.place({
    key,
    bodyHash,
    answer: { jobId, decisions },
    job,
    spec,
    shard: { ...newShard({ jobId, shard: 0 }), keptUntil: direct.keptUntil, epoch: 1, planning, totals },
    planned: { chunks, excluded: Object.keys(customerIds).length === 0 ? null : { number: 0, customerIds } },
    audit: {
      id: deps.ids.next(),
      at: now,
      actor: direct.createdBy,
      action: 'sendMessages',
      outcome: 'OK',
      subject: jobId,
      ...(direct.sourceIp === undefined ? {} : { sourceIp: direct.sourceIp }),
    },
    now,
  });
  if (!isPlaced) return false;
  if (direct.startsAt === null) await deps.doorbell.ring(shardsOf(job));
  else await ringAtStart(deps, job, direct.startsAt);
  return true;
}

function jobOf(
  { jobId, createdBy, spec, startsAt, sendUntil, keptUntil }: DirectJob,
  totals: Totals,
  now: number,
): SendJob {
  const { countedWith, channel } = spec.audience;
  return {
    id: jobId,
    campaignId: countedWith.id,
    campaignName: countedWith.name,
    // A direct send names its recipients itself; the model of the API wants a segment all the same.
    segmentId: '',
    segmentVersion: 0,
    phase: startsAt === null ? 'SENDING' : 'SCHEDULED',
    seq: 1,
    audience: 'CALL',
    shardCount: 1,
    channels: [channel],
    sent: totals,
    receiptsBase: NO_TOTALS,
    receipts: NO_TOTALS,
    round: 0,
    createdAt: now,
    createdBy,
    ...(startsAt === null ? { launchedAt: now, launchedBy: createdBy } : { sendAt: startsAt }),
    sendUntil,
    keptUntil,
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
