/** @module The delivery engine: plans and sends a job shard by shard, so that nothing is lost and nothing sent twice. */
export { progressOf, type JobProgress, type JobSpec, type SendJob } from './job.ts';
export type { ChunkStore, Doorbell, JobStore, ProgressPublisher, Senders, ShardStore } from './ports.ts';
export type { NotSentCause, Outgoing, SendContext, SendResult, Sender } from './sender.ts';
export { DEFAULT_WORK_SETTINGS, type WorkSettings } from './settings.ts';
export {
  CHUNK_PHASES,
  newShard,
  type Chunk,
  type ChunkFence,
  type ChunkPhase,
  type ChunkState,
  type ExcludedList,
  type Shard,
  type ShardPlanning,
  type ShardRef,
} from './shard.ts';
export { DEFAULT_SHARDING, shardCountFor, shardsOf, type ShardingLimits } from './shard-count.ts';
export { sweepJobs, type SweepJobsDeps, type SweepReport } from './sweep-jobs.ts';
export { workShard, type WorkOutcome, type WorkShardCommand, type WorkShardDeps } from './work-shard.ts';
