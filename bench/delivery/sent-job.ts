import { randomUUID } from 'node:crypto';
import {
  newShard,
  type Chunk,
  type ChunkStore,
  type JobSpec,
  type JobStore,
  type SendJob,
  type ShardStore,
} from '../../src/app/delivery/index.ts';
import { DEFAULT_SHARDING, shardCountFor } from '../../src/app/delivery/plan/shard-count.ts';
import { inParallel } from '../../src/app/in-parallel.ts';
import { addTotals, NO_STEP_TOTALS, NO_TOTALS, totalsOfStep, type Totals } from '../../src/domain/send-job/index.ts';

const PER_CHUNK = 100;
const PARALLEL = 16;

/** A job that was sent, and where its messages are. */
export type SentJob = {
  readonly id: string;
  readonly chunks: readonly { readonly shard: number; readonly chunk: number }[];
};

/** Stores a job whose every message was accepted, whole: shards, chunks and their states. */
export async function storeSentJob(
  deps: { readonly jobs: JobStore; readonly shards: ShardStore; readonly chunks: ChunkStore },
  recipients: number,
  at: number,
): Promise<SentJob> {
  const id = randomUUID();
  const shardCount = shardCountFor(recipients, DEFAULT_SHARDING);
  const chunkCount = recipients / PER_CHUNK;
  const chunks = Array.from({ length: chunkCount }, (_, index) => ({
    shard: index % shardCount,
    chunk: Math.floor(index / shardCount),
  }));
  await inParallel(chunks, PARALLEL, async ({ shard, chunk: number }) => {
    const ref = { jobId: id, shard };
    await deps.chunks.putPlanned(ref, 1, { chunks: [newChunk(number)], excluded: null });
    const state = { epoch: 1, attempt: 1, phase: 'RECORDED', tries: [], stalls: 0, retryAt: 0, round: 0 } as const;
    const results = Array.from({ length: PER_CHUNK }, () => ({ status: 'ACCEPTED' }) as const);
    await deps.chunks.writeState(ref, { ...state, number, stepIndex: 0, results }, null);
  });
  for (let shard = 0; shard < shardCount; shard += 1) {
    const ofShard = chunks.filter((chunk) => chunk.shard === shard).length;
    const empty = newShard({ jobId: id, shard });
    const planning = { ...empty.planning, isDone: true, chunkCount: ofShard };
    const totals = acceptedBy(ofShard * PER_CHUNK);
    await deps.shards.create({ ...empty, epoch: 1, planning, cursor: ofShard, isDone: true, totals });
  }
  await deps.jobs.create(jobOf(id, shardCount, acceptedBy(recipients), at), SPEC);
  return { id, chunks };
}

function newChunk(number: number): Chunk {
  const recipients = Array.from({ length: PER_CHUNK }, () => ({
    customerId: randomUUID(),
    endpointId: randomUUID(),
    stepIndex: 0,
    treatment: 0,
  }));
  return { number, recipients };
}

function acceptedBy(recipients: number): Totals {
  const counts = totalsOfStep(0, { ...NO_STEP_TOTALS, included: recipients, accepted: recipients });
  return addTotals(counts, { ...NO_TOTALS, planned: recipients });
}

function jobOf(id: string, shardCount: number, sent: Totals, at: number): SendJob {
  return {
    id,
    campaignId: randomUUID(),
    campaignName: '겨울 윈백',
    segmentId: randomUUID(),
    segmentVersion: 1,
    phase: 'COMPLETED',
    seq: 1,
    audience: 'SEGMENT',
    shardCount,
    channels: ['PUSH'],
    sent,
    receiptsBase: NO_TOTALS,
    receipts: NO_TOTALS,
    round: 0,
    createdAt: at,
    createdBy: 'bench',
    countedAt: at,
    recipientsPerSecond: 0,
  };
}

const SPEC: JobSpec = {
  audience: {
    kind: 'SEGMENT',
    campaign: {
      id: 'campaign',
      name: '겨울 윈백',
      segmentId: 'segment',
      messageClass: 'AD',
      steps: [{ channel: 'PUSH', templateId: 'template' }],
      holdoutPercent: 0,
      inDoubtPolicy: 'HOLD',
    },
    segmentVersion: 1,
    definition: { include: 'ALL', groups: [] },
    sources: {},
  },
  templates: [{ templateId: 'template', version: 1 }],
  plannedAt: 0,
};
