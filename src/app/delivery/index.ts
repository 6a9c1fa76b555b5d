/** @module The delivery engine: plans and sends a job shard by shard, so that nothing is lost and nothing sent twice. */
export { type JobProgress, type JobSpec, type SendJob } from './job.ts';
export type { ChunkStore, Doorbell, JobStore, ProgressPublisher, ShardStore } from './ports.ts';
export type { Outgoing, SendContext, SendResult, Sender } from './sender.ts';
export { DEFAULT_WORK_SETTINGS, type WorkSettings } from './settings.ts';
export {
  CHUNK_PHASES,
  newShard,
  type Chunk,
  type ChunkFence,
  type ChunkState,
  type ExcludedList,
  type Shard,
  type ShardRef,
} from './shard.ts';
export { sweepJobs } from './sweep-jobs.ts';
export { workShard, type WorkOutcome, type WorkShardDeps } from './work-shard.ts';
