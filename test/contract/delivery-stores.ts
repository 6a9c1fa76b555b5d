import { expect, it } from 'vitest';
import {
  newShard,
  type Chunk,
  type ChunkState,
  type ChunkStore,
  type JobSpec,
  type JobStore,
  type SendJob,
  type Shard,
  type ShardStore,
} from '../../src/app/delivery/index.ts';
import { NO_TOTALS } from '../../src/domain/send-job/index.ts';

export type DeliveryStores = { readonly jobs: JobStore; readonly shards: ShardStore; readonly chunks: ChunkStore };

let lastId = 0;
const newId = (): string => `00000000-0000-4000-8000-${String((lastId += 1)).padStart(12, '0')}`;

const NOW = Date.UTC(2026, 10, 23, 3);

function jobOf(id: string): SendJob {
  return {
    id,
    campaignId: 'campaign-1',
    campaignName: '겨울 할인',
    phase: 'PLANNING',
    seq: 1,
    shardCount: 3,
    totals: NO_TOTALS,
    createdAt: NOW,
    createdBy: 'minji',
    countedAt: NOW,
    recipientsPerSecond: 0,
  };
}

const SPEC: JobSpec = {
  campaign: {
    id: 'campaign-1',
    name: '겨울 할인',
    segmentId: 'segment-1',
    messageClass: 'AD',
    steps: [
      { channel: 'PUSH', templateId: 'template-1' },
      { channel: 'SMS', templateId: 'template-2', templateVersion: 3, waitMinutes: 0 },
    ],
    holdoutPercent: 5,
    messagesPerSecond: 1_000,
    inDoubtPolicy: 'RESEND',
    quietTime: { start: '22:00', end: '07:30' },
  },
  templates: [
    { templateId: 'template-1', version: 4 },
    { templateId: 'template-2', version: 3 },
  ],
  definition: {
    include: 'ALL',
    groups: [
      {
        type: 'ALL',
        sourceType: 'ANY',
        sourceSegmentIds: ['segment-2'],
        dimensions: [{ userAttributes: { City: { type: 'INCLUSIVE', values: ['서울'] } } }],
      },
    ],
  },
  sources: { 'segment-2': { include: 'ALL', groups: [] } },
  plannedAt: NOW,
};

function chunkOf(number: number, size = 3): Chunk {
  const recipients = Array.from({ length: size }, (_, index) => ({
    customerId: `customer-${number}-${index}`,
    endpointId: newId(),
    stepIndex: index % 2,
    treatment: 0,
  }));
  return { number, recipients };
}

function stateOf(number: number, change: Partial<ChunkState> = {}): ChunkState {
  return {
    number,
    epoch: 1,
    attempt: 1,
    phase: 'CLAIMED',
    results: [{ status: 'CLAIMED' }, { status: 'SKIPPED', code: 'ENDPOINT_OPT_OUT' }, { status: 'CLAIMED' }],
    tries: 0,
    retryAt: 0,
    ...change,
  };
}

/** What the engine needs of a store; run against every adapter. */
export function describeDeliveryStores(open: () => DeliveryStores): void {
  it('keeps a job and its frozen plan as they were given', async () => {
    const { jobs } = open();
    const job = jobOf(newId());
    expect(await jobs.create(job, SPEC)).toBe(true);
    expect(await jobs.get(job.id)).toEqual(job);
    expect(await jobs.getSpec(job.id)).toEqual(SPEC);
    expect(await jobs.get('nobody')).toBeNull();
    expect(await jobs.getSpec('nobody')).toBeNull();
  });

  it('does not create a job twice', async () => {
    const { jobs } = open();
    const job = jobOf(newId());
    await jobs.create(job, SPEC);
    expect(await jobs.create({ ...job, phase: 'CANCELLED' }, SPEC)).toBe(false);
    expect((await jobs.get(job.id))?.phase).toBe('PLANNING');
  });

  it('saves a job only over the seq that was read', async () => {
    const { jobs } = open();
    const job = jobOf(newId());
    await jobs.create(job, SPEC);
    const launched: SendJob = {
      ...job,
      seq: 2,
      phase: 'SENDING',
      launchedAt: NOW + 1_000,
      launchedBy: 'jisoo',
      totals: { ...NO_TOTALS, planned: 5, included: 3, excluded: { NO_AD_CONSENT: 1, QUIET_TIME: 1 } },
    };
    expect(await jobs.save(launched, 1)).toBe(true);
    expect(await jobs.save({ ...launched, phase: 'PAUSED' }, 1)).toBe(false);
    expect(await jobs.get(job.id)).toEqual(launched);
  });

  it('lists a job as open until it is closed, whatever is saved in between', async () => {
    const { jobs } = open();
    const job = jobOf(newId());
    await jobs.create(job, SPEC);
    await jobs.save({ ...job, seq: 2, phase: 'COMPLETED', finishedAt: NOW + 5_000 }, 1);
    expect(await jobs.listOpen()).toContain(job.id);
    await jobs.close(job.id);
    expect(await jobs.listOpen()).not.toContain(job.id);
    expect((await jobs.get(job.id))?.finishedAt).toBe(NOW + 5_000);
  });

  it('creates a shard for its first owner and raises the epoch for each next one', async () => {
    const { shards } = open();
    const ref = { jobId: newId(), shard: 2 };
    const first = await shards.acquire(ref, { owner: 'a', now: NOW, until: NOW + 100 });
    expect(first).toEqual({ ...newShard(ref), epoch: 1, owner: 'a', leaseUntil: NOW + 100 });
    expect(await shards.acquire(ref, { owner: 'b', now: NOW + 100, until: NOW + 200 })).toBeNull();
    const second = await shards.acquire(ref, { owner: 'b', now: NOW + 101, until: NOW + 201 });
    expect(second).toMatchObject({ epoch: 2, owner: 'b' });
  });

  it('lets exactly one of several workers have a shard', async () => {
    const { shards } = open();
    const ref = { jobId: newId(), shard: 0 };
    const lease = (owner: string) => shards.acquire(ref, { owner, now: NOW, until: NOW + 100 });
    const acquired = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(lease));
    expect(acquired.filter((shard) => shard !== null)).toHaveLength(1);
  });

  it('refuses the write of an owner that was replaced', async () => {
    const { shards } = open();
    const ref = { jobId: newId(), shard: 0 };
    const stale = await shards.acquire(ref, { owner: 'a', now: NOW, until: NOW + 100 });
    const present = await shards.acquire(ref, { owner: 'b', now: NOW + 101, until: NOW + 201 });
    if (stale === null || present === null) throw new Error('The shard was not acquired.');
    expect(await shards.save({ ...stale, cursor: 7 })).toBe(false);
    const saved: Shard = {
      ...present,
      cursor: 3,
      planning: {
        isDone: false,
        cursor: '{"id":"x"}',
        pages: 4,
        chunkCount: 9,
        remainders: [[...chunkOf(1).recipients], []],
      },
      totals: { ...NO_TOTALS, planned: 9, included: 7, excluded: { DUPLICATE_ENDPOINT: 2 }, accepted: 4, failed: 1 },
    };
    expect(await shards.save(saved)).toBe(true);
    expect(await shards.list(ref.jobId, 3)).toEqual([saved]);
  });

  it('lists planned chunks in order, from where it is asked to', async () => {
    const { chunks } = open();
    const ref = { jobId: newId(), shard: 0 };
    const planned = Array.from({ length: 30 }, (_, number) => chunkOf(number));
    expect(await chunks.putPlanned(ref, 1, { chunks: planned, excluded: null })).toBe(true);
    expect(await chunks.listChunks(ref, 0, 100)).toEqual(planned);
    expect(await chunks.listChunks(ref, 12, 5)).toEqual(planned.slice(12, 17));
    expect(await chunks.listChunks({ ...ref, shard: 1 }, 0, 100)).toEqual([]);
  });

  it('lets a newer owner plan a chunk anew, and not an older one', async () => {
    const { chunks } = open();
    const ref = { jobId: newId(), shard: 0 };
    const [old, anew] = [chunkOf(0, 2), chunkOf(0, 5)];
    await chunks.putPlanned(ref, 1, { chunks: [old], excluded: null });
    expect(await chunks.putPlanned(ref, 2, { chunks: [anew], excluded: null })).toBe(true);
    expect(await chunks.putPlanned(ref, 1, { chunks: [old], excluded: null })).toBe(false);
    expect(await chunks.listChunks(ref, 0, 10)).toEqual([anew]);
  });

  it('keeps the lists of excluded customers', async () => {
    const { chunks } = open();
    const ref = { jobId: newId(), shard: 0 };
    const first = { number: 0, customerIds: { NO_AD_CONSENT: ['a', 'b'], ENDPOINT_OPT_OUT: ['c'] } };
    const second = { number: 4, customerIds: { TREATMENT_HOLDOUT: ['d'] } };
    for (const excluded of [first, second]) await chunks.putPlanned(ref, 1, { chunks: [], excluded });
    expect(await chunks.listExcluded(ref, 0, 10)).toEqual([first, second]);
    expect(await chunks.listExcluded(ref, 1, 10)).toEqual([second]);
  });

  it('claims a chunk for one of several workers', async () => {
    const { chunks } = open();
    const ref = { jobId: newId(), shard: 0 };
    const claims = await Promise.all([1, 2, 3, 4].map((epoch) => chunks.writeState(ref, stateOf(0, { epoch }), null)));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it.each([
    ['another epoch', { epoch: 2 }],
    ['another attempt', { attempt: 2 }],
    ['another phase', { phase: 'WAITING' }],
  ] as const)('refuses a state written over %s', async (_, difference) => {
    const { chunks } = open();
    const ref = { jobId: newId(), shard: 0 };
    const claimed = stateOf(5);
    await chunks.writeState(ref, claimed, null);
    const recorded = stateOf(5, { phase: 'RECORDED' });
    expect(await chunks.writeState(ref, recorded, { ...claimed, ...difference })).toBe(false);
    expect(await chunks.listStates(ref, 0)).toEqual([claimed]);
    expect(await chunks.writeState(ref, recorded, claimed)).toBe(true);
    expect(await chunks.listStates(ref, 0)).toEqual([recorded]);
  });

  it('lists states from a chunk on, in order, without those that have none', async () => {
    const { chunks } = open();
    const ref = { jobId: newId(), shard: 0 };
    const states = [2, 3, 7, 11].map((number) => stateOf(number, { tries: number, retryAt: NOW + number }));
    for (const state of states.toReversed()) await chunks.writeState(ref, state, null);
    expect(await chunks.listStates(ref, 3)).toEqual(states.slice(1));
    expect(await chunks.listStates(ref, 3, 2)).toEqual(states.slice(1, 3));
  });
}
