import { describe, expect, it } from 'vitest';
import { createMemoryChunks, createMemoryShards } from '../../../src/adapters/memory/index.ts';
import { DEFAULT_WORK_SETTINGS } from '../../../src/app/delivery/index.ts';
import { createLease } from '../../../src/app/delivery/lease/lease.ts';
import { createChunkQueue } from '../../../src/app/delivery/send/chunk-queue.ts';

const CHUNKS = 60;
const NOW = Date.UTC(2026, 10, 24);
const { lanes, maxBackoffMs, leaseMs } = DEFAULT_WORK_SETTINGS;

/** The queue of a shard with sixty chunks, and a clock that somebody can set. */
async function open() {
  let now = NOW;
  const clock = { now: () => now, sleep: () => Promise.resolve() };
  const [chunks, shards] = [createMemoryChunks(), createMemoryShards()];
  const ref = { jobId: 'job', shard: 0 };
  const recipients = [{ customerId: 'c', endpointId: 'e', stepIndex: 0, treatment: 0 }];
  const planned = Array.from({ length: CHUNKS }, (_, number) => ({ number, recipients }));
  await chunks.putPlanned(ref, 1, { chunks: planned, excluded: null });
  const shard = await shards.acquire(ref, { owner: 'o', now, until: now + leaseMs });
  if (shard === null) throw new Error('Nobody else has it.');
  const lease = createLease({ shards, clock }, shard, leaseMs);
  await lease.save({ planning: { ...shard.planning, isDone: true, chunkCount: CHUNKS } });
  const queue = createChunkQueue({ chunks, clock, settings: DEFAULT_WORK_SETTINGS }, lease, new Map(), []);
  return { queue, setTime: (time: number) => (now = time) };
}

describe('the queue of a shard’s chunks', () => {
  it('lets no chunk that is held for hours keep the others back', async () => {
    const { queue } = await open();
    for (let taken = 0; taken < CHUNKS; taken += 1) {
      const next = await queue.next();
      if (next.kind !== 'WORK') throw new Error(`After ${taken} chunks: ${next.kind}.`);
      expect(next.item.chunk.number).toBe(taken);
      queue.park(next.item, NOW + 3_600_000, true);
    }
    // Held for longer than a bell goes round, they are looked at again.
    expect(await queue.next()).toEqual({ kind: 'WAIT', until: NOW + 900_000 });
  });

  it('reads no more ahead of those that are to be tried again than eight for each lane', async () => {
    const { queue } = await open();
    for (let taken = 0; taken < lanes * 8; taken += 1) {
      const next = await queue.next();
      if (next.kind === 'WORK') queue.park(next.item, NOW + 10);
    }
    expect(await queue.next()).toEqual({ kind: 'WAIT', until: NOW + 10 });
  });

  it('waits no longer than any backoff for a chunk that a clock which jumped has put off', async () => {
    const { queue, setTime } = await open();
    const first = await queue.next();
    if (first.kind !== 'WORK') throw new Error('There are sixty.');
    queue.park(first.item, NOW + 365 * 86_400_000);
    setTime(NOW + maxBackoffMs);
    expect(await queue.next()).toEqual(first);
  });
});
