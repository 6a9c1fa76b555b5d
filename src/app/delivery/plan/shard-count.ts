import type { SendJob } from '../model/job.ts';
import type { Lane, Ring } from '../model/shard.ts';

/** How finely an audience is cut. `minShards` trades parallel functions against doorbells on small audiences. */
export type ShardingLimits = { readonly minShards: number; readonly customersPerShard: number };

export const DEFAULT_SHARDING: ShardingLimits = { minShards: 4, customersPerShard: 50_000 };

/** The most shards of a job. */
export const MAX_SHARDS = 256;

/** The number of shards for an audience: 6.4 million customers are 128 shards. */
export function shardCountFor(customers: number, limits: ShardingLimits): number {
  return Math.min(MAX_SHARDS, Math.max(limits.minShards, Math.ceil(customers / limits.customersPerShard)));
}

/** By which queue and workers a job is worked. */
export function laneOf({ audience }: Pick<SendJob, 'audience'>): Lane {
  return audience === 'CALL' ? 'DIRECT' : 'BULK';
}

/** Every shard of a job, as its bell is rung. */
export function shardsOf(job: Pick<SendJob, 'id' | 'shardCount' | 'audience'>): Ring[] {
  const lane = laneOf(job);
  return Array.from({ length: job.shardCount }, (_, shard) => ({ jobId: job.id, shard, lane }));
}
