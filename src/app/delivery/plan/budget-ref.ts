import type { CompiledJob } from '../model/compiled-job.ts';
import type { ShardRef } from '../model/shard.ts';
import { MAX_SHARDS } from './shard-count.ts';

/** What a shard spends from: all waves of a run have one budget, in which each shard of each wave has its own pages. */
export function budgetRef({ run }: Pick<CompiledJob, 'run'>, { jobId, shard }: ShardRef): ShardRef {
  return run === undefined ? { jobId, shard } : { jobId: run.id, shard: run.wave * MAX_SHARDS + shard };
}
