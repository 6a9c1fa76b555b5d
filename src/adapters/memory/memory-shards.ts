import { newShard, type Shard, type ShardStore } from '../../app/delivery/index.ts';

/** Shards in memory. */
export function createMemoryShards(): ShardStore {
  const shards = new Map<string, Shard>();
  const keyOf = (jobId: string, shard: number): string => `${jobId}#${shard}`;
  return {
    create: async (shard) => {
      const key = keyOf(shard.jobId, shard.shard);
      if (shards.has(key)) return false;
      shards.set(key, shard);
      return true;
    },
    acquire: async (ref, { owner, now, until }) => {
      const key = keyOf(ref.jobId, ref.shard);
      const known = shards.get(key) ?? newShard(ref);
      if (known.owner === owner) return known;
      if (known.leaseUntil >= now) return null;
      const acquired: Shard = { ...known, epoch: known.epoch + 1, owner, leaseUntil: until };
      shards.set(key, acquired);
      return acquired;
    },
    save: async (shard) => {
      const key = keyOf(shard.jobId, shard.shard);
      const known = shards.get(key);
      if (known?.epoch !== shard.epoch) return false;
      if (known.revision < shard.revision) shards.set(key, shard);
      return true;
    },
    get: async ({ jobId, shard }) => shards.get(keyOf(jobId, shard)) ?? null,
    list: async (jobId, shardCount) => {
      const found: Shard[] = [];
      for (let shard = 0; shard < shardCount; shard += 1) {
        const known = shards.get(keyOf(jobId, shard));
        if (known !== undefined) found.push(known);
      }
      return found;
    },
  };
}
