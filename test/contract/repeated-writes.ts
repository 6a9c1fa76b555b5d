import { expect, it } from 'vitest';
import { newShard, type SendJob } from '../../src/app/delivery/index.ts';
import { jobOf, newId, NOW, SPEC, stateOf, type DeliveryStores } from './delivery-stores.ts';

/** Whoever does not know whether a write was made makes it again; run against every adapter. */
export function describeRepeatedWrites(open: () => DeliveryStores): void {
  it('recognises a chunk’s state that it has written already, and no other one', async () => {
    const { chunks } = open();
    const ref = { jobId: newId(), shard: 0 };
    const claimed = stateOf(0);
    const write = (attempt: number) => chunks.writeState(ref, { ...claimed, attempt }, null);
    expect([await write(1), await write(1), await write(2)]).toEqual([true, true, false]);
    const recorded = stateOf(0, { phase: 'RECORDED' });
    expect(await chunks.writeState(ref, recorded, claimed)).toBe(true);
    expect(await chunks.writeState(ref, recorded, claimed)).toBe(true);
    expect(await chunks.writeState(ref, { ...recorded, epoch: 2 }, claimed)).toBe(false);
    expect(await chunks.listStates(ref, 0)).toEqual([recorded]);
  });

  it('recognises a shard that it has written already, and lets a write that comes late change nothing', async () => {
    const { shards } = open();
    const ref = { jobId: newId(), shard: 0 };
    const acquire = (owner: string) => shards.acquire(ref, { owner, now: NOW, until: NOW + 100 });
    const mine = await acquire('a');
    expect(mine).toEqual({ ...newShard(ref), epoch: 1, owner: 'a', leaseUntil: NOW + 100 });
    if (mine === null) return;
    expect(await acquire('a')).toEqual(mine);
    expect(await acquire('b')).toBeNull();
    const second = { ...mine, revision: 2, rungFor: NOW + 7_000 };
    expect(await shards.save(second)).toBe(true);
    expect(await shards.save(second)).toBe(true);
    expect(await shards.save({ ...mine, revision: 1, unreadableChunks: 1 })).toBe(true);
    expect(await shards.list(ref.jobId, 1)).toEqual([second]);
  });

  it('recognises a job that it has saved already, and nobody else’s', async () => {
    const { jobs } = open();
    const job = jobOf(newId());
    await jobs.create(job, SPEC);
    const next: SendJob = { ...job, seq: 2, phase: 'PLANNED' };
    expect(await jobs.save(next, 1)).toBe(true);
    expect(await jobs.save(next, 1)).toBe(true);
    expect(await jobs.save({ ...next, phase: 'CANCELLED' }, 1)).toBe(false);
    expect(await jobs.get(job.id)).toEqual(next);
  });
}
