import { expect, it } from 'vitest';
import {
  newShard,
  type Chunk,
  type ChunkState,
  type ChunkStore,
  type JobSpec,
  type JobStore,
  type ReceiptFlags,
  type ReceiptStore,
  type SendJob,
  type Shard,
  type ShardStore,
} from '../../src/app/delivery/index.ts';
import type { Destination } from '../../src/domain/destination/index.ts';
import { NO_STEP_TOTALS, NO_TOTALS } from '../../src/domain/send-job/index.ts';

export type DeliveryStores = {
  readonly jobs: JobStore & { readonly receiptFlags: ReceiptFlags };
  readonly shards: ShardStore;
  readonly chunks: ChunkStore;
  readonly receipts: ReceiptStore;
  /** Lets late reads see everything that was written before. */
  readonly catchUp?: () => void;
};

let lastId = 0;
export const newId = (): string => `00000000-0000-4000-8000-${String((lastId += 1)).padStart(12, '0')}`;

export const NOW = Date.UTC(2026, 10, 23, 3);

export function jobOf(id: string): SendJob {
  return {
    id,
    campaignId: 'campaign-1',
    campaignName: '겨울 할인',
    segmentId: 'segment-1',
    segmentVersion: 7,
    phase: 'PLANNING',
    seq: 1,
    audience: 'SEGMENT',
    shardCount: 3,
    channels: ['PUSH', 'SMS'],
    sent: NO_TOTALS,
    receiptsBase: NO_TOTALS,
    receipts: NO_TOTALS,
    round: 0,
    createdAt: NOW,
    createdBy: 'minji',
    countedAt: NOW,
    recipientsPerSecond: 0,
  };
}

export const DESTINATION: Destination = {
  name: 'reseller',
  kind: 'DOMESTIC_SMS',
  receiver: {
    kind: 'WEBHOOK',
    url: 'https://reseller.example/hook',
    secretParameter: '/bonghwa/destinations/reseller',
  },
  charset: 'CP949',
  messages: [
    { kind: 'SMS', most: 90, finalAfterHours: 25 },
    { kind: 'LMS', most: 2_000, mostOfSubject: 40 },
  ],
  endpointTypes: ['SMS'],
  replacements: [{ from: '₩', to: '￦' }],
  window: { opens: '08:00', closes: '20:50', zone: 'Asia/Seoul' },
  fallback: 'PROVIDER',
};

export const SPEC: JobSpec = {
  audience: {
    kind: 'SEGMENT',
    campaign: {
      id: 'campaign-1',
      name: '겨울 할인',
      segmentId: 'segment-1',
      messageClass: 'AD',
      steps: [
        { channel: 'PUSH', templateId: 'template-1' },
        { channel: 'SMS', templateId: 'template-2', templateVersion: 3, waitMinutes: 0 },
        { channel: 'CUSTOM', templateId: 'template-2', destination: 'reseller' },
      ],
      holdoutPercent: 5,
      messagesPerSecond: 1_000,
      inDoubtPolicy: 'RESEND',
      quietTime: { start: '22:00', end: '07:30' },
      caps: { daily: 1, total: 10 },
      maxDurationMinutes: 90,
      budgetKrw: 1_000_000,
    },
    segmentVersion: 7,
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
  },
  templates: [
    { templateId: 'template-1', version: 4 },
    { templateId: 'template-2', version: 3 },
  ],
  plannedAt: NOW,
  unitPrices: [
    { krwMicros: 1_173 },
    null,
    { krwMicros: 9_000_000, byPrefix: { '+82': 8_000_000 } },
    { krwMicros: 39_000_000, byKind: { SMS: 12_000_000, LMS: 39_000_000 } },
  ],
  destinations: [null, DESTINATION],
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

export function stateOf(number: number, change: Partial<ChunkState> = {}): ChunkState {
  return {
    number,
    epoch: 1,
    attempt: 1,
    phase: 'CLAIMED',
    results: [{ status: 'CLAIMED' }, { status: 'SKIPPED', code: 'ENDPOINT_OPT_OUT' }, { status: 'CLAIMED' }],
    tries: [],
    stalls: 0,
    retryAt: 0,
    stepIndex: 1,
    round: 0,
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
      sendUntil: NOW + 60_000,
      phaseReason: 'PROVIDER_DENIED/ForbiddenException',
      resumeAt: NOW + 3_600_000,
      sent: {
        ...NO_TOTALS,
        planned: 5,
        included: 3,
        excluded: { NO_AD_CONSENT: 1, QUIET_TIME: 1 },
        steps: [
          { ...NO_STEP_TOTALS, included: 1 },
          { ...NO_STEP_TOTALS, included: 2 },
        ],
      },
      receipts: { ...NO_TOTALS, accepted: -1, delivered: 1 },
      receiptsCountedAt: NOW + 2_000,
      round: 1,
      retry: 'FAILED',
      doubtHeldAt: NOW + 3_000,
      doubtHeldBy: 'minji',
    };
    expect(await jobs.save(launched, 1)).toBe(true);
    expect(await jobs.save({ ...launched, phase: 'PAUSED' }, 1)).toBe(false);
    expect(await jobs.get(job.id)).toEqual(launched);
    const plain: SendJob = { ...job, seq: 3, phase: 'SENDING' };
    expect(await jobs.save(plain, 2)).toBe(true);
    expect(await jobs.get(job.id)).toEqual(plain);
  });

  it('creates a shard as it is given, once, and hands it to its first owner in the next epoch', async () => {
    const { shards } = open();
    const shard = { ...newShard({ jobId: newId(), shard: 0 }), epoch: 1, cursor: 3 };
    const created = await Promise.all([shards.create(shard), shards.create(shard), shards.create(shard)]);
    expect(created.filter(Boolean)).toHaveLength(1);
    expect(await shards.acquire(shard, { owner: 'a', now: NOW, until: NOW + 100 })).toEqual({
      ...shard,
      epoch: 2,
      owner: 'a',
      leaseUntil: NOW + 100,
    });
    expect(await shards.create(shard)).toBe(false);
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
      revision: present.revision + 1,
      rungFor: NOW + 5_000,
      cursor: 3,
      planning: {
        isDone: false,
        cursor: '{"id":"x"}',
        pages: 4,
        chunkCount: 9,
        remainders: [[...chunkOf(1).recipients], []],
        costMicros: [1_234_567_890_123, 0],
        unknownZones: 2,
        missingZones: 5,
      },
      round: 2,
      unreadableChunks: 1,
      totals: {
        ...NO_TOTALS,
        planned: 9,
        included: 7,
        excluded: { DUPLICATE_ENDPOINT: 2 },
        accepted: 4,
        failed: 1,
        steps: [{ ...NO_STEP_TOTALS, included: 7, accepted: 4, failed: 1 }],
      },
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
    expect(await chunks.listChunks(ref, 0, 0)).toEqual([]);
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

  it('keeps what pages hold, of the newest owner, however many they are', async () => {
    const { chunks } = open();
    const ref = { jobId: newId(), shard: 0 };
    const pageOf = (number: number) => ({ number, firstChunk: number * 10, chunkCount: 10 });
    const lookupOf = (number: number) => ({
      ...pageOf(number),
      addressDigests: [number, 2 ** 53 - 1 - number, 2 ** 32 + number],
      customerIds: ['everywhere', ...Array.from({ length: 1_000 }, (_, index) => `customer-${number}-${index}`)],
    });
    const page = { chunks: [], excluded: null };
    expect(await chunks.findPages(ref, 'everywhere')).toEqual([]);
    for (const number of [0, 1, 3]) await chunks.putPlanned(ref, 2, { ...page, lookup: lookupOf(number) });
    expect(await chunks.putPlanned(ref, 1, { ...page, lookup: { ...lookupOf(1), chunkCount: 1 } })).toBe(false);
    expect(await chunks.findPages(ref, 'everywhere')).toEqual([0, 1, 3].map(pageOf));
    expect(await chunks.findPages(ref, 'customer-1-7')).toContainEqual(pageOf(1));
    expect(await chunks.findPages({ ...ref, shard: 1 }, 'everywhere')).toEqual([]);
    const digestsOf = (number: number) => lookupOf(number).addressDigests;
    expect(await chunks.listAddressDigests(ref, 4)).toEqual([0, 1, 3].map(digestsOf));
    // What a crash left behind the last page does not exist.
    expect(await chunks.listAddressDigests(ref, 2)).toEqual([0, 1].map(digestsOf));
    expect(await chunks.listAddressDigests({ ...ref, shard: 1 }, 2)).toEqual([]);
  });

  it('keeps which addresses of a shard other shards send to, and the address that each recipient was planned with', async () => {
    const { chunks, shards } = open();
    const ref = { jobId: newId(), shard: 0 };
    expect(await chunks.listDuplicates(ref)).toEqual([]);
    const digests = Array.from({ length: 60_000 }, (_, index) => index * 150_000_000_007);
    for (let time = 0; time < 2; time += 1) await chunks.putDuplicates(ref, digests);
    expect(await chunks.listDuplicates(ref)).toEqual(digests);
    expect(await chunks.listDuplicates({ ...ref, shard: 1 })).toEqual([]);
    const recipients = [7, 2 ** 53 - 1].map((addressDigest, index) => ({
      customerId: `c${index}`,
      endpointId: `e${index}`,
      stepIndex: 0,
      treatment: 0,
      addressDigest,
    }));
    await chunks.putPlanned(ref, 1, { chunks: [{ number: 0, recipients }], excluded: null });
    expect(await chunks.listChunks(ref, 0, 1)).toEqual([{ number: 0, recipients }]);
    const planned = newShard(ref);
    const planning = { ...planned.planning, remainders: [recipients, [], recipients.slice(0, 1)] };
    await shards.create({ ...planned, planning });
    expect((await shards.list(ref.jobId, 1))[0]?.planning.remainders).toEqual(planning.remainders);
  });

  it('keeps until when each message of a plan is of use, to the second, and nothing where none expires by itself', async () => {
    const { chunks, shards } = open();
    const ref = { jobId: newId(), shard: 0 };
    const of = (...expiries: readonly (number | undefined)[]) =>
      expiries.map((expiresAt, index) => ({
        ...{ customerId: `c${index}`, endpointId: `e${index}`, stepIndex: 0, treatment: 0 },
        ...(expiresAt === undefined ? {} : { expiresAt }),
      }));
    const plans = [
      of(NOW, NOW + 59_000, NOW + 400 * 86_400_000),
      of(NOW, NOW),
      of(NOW + 7_000, undefined),
      of(undefined),
    ];
    const planned = plans.map((recipients, number) => ({ number, recipients }));
    await chunks.putPlanned(ref, 1, { chunks: planned, excluded: null });
    expect(await chunks.listChunks(ref, 0, planned.length)).toEqual(planned);
    const shard = newShard(ref);
    await shards.create({ ...shard, planning: { ...shard.planning, remainders: [...plans, []] } });
    expect((await shards.list(ref.jobId, 1))[0]?.planning.remainders).toEqual([...plans, []]);
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
    const before = [{ status: 'FAILED', code: 'THROTTLED' }, { status: 'ACCEPTED' }, { status: 'IN_DOUBT' }] as const;
    const states = [2, 3, 7, 11].map((number) =>
      stateOf(number, {
        tries: [0, number % 9, 35],
        charges: [
          { at: NOW, item: 'custom:reseller:LMS', units: 1, places: [0, 1, 2] },
          { at: NOW + number, item: 'sms-part:+82', units: 3, places: [1], isDoubtful: true },
        ],
        stalls: number,
        retryAt: NOW + number,
        ...(number === 7 ? { round: 1, before } : {}),
      }),
    );
    for (const state of states.toReversed()) await chunks.writeState(ref, state, null);
    expect(await chunks.listStates(ref, 3)).toEqual(states.slice(1));
    expect(await chunks.listStates(ref, 3, 2)).toEqual(states.slice(1, 3));
    const [second] = states.slice(1);
    expect(await chunks.listStates(ref, second?.number ?? 0, 1)).toEqual([second]);
    expect(await chunks.listStates(ref, 90_000, 1)).toEqual([]);
  });
}
