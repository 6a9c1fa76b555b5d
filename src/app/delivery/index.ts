/** @module The delivery engine: plans and sends a job shard by shard, so that nothing is lost and nothing sent twice. */
export {
  jobTotals,
  secondsLeft,
  stepProgress,
  type JobProgress,
  type JobSpec,
  type SendJob,
  type StepProgress,
} from './job.ts';
export type { DirectSend } from './direct-send.ts';
export type {
  BudgetStore,
  CapStore,
  ChunkStore,
  DeadLetters,
  DeliveryUpdate,
  Doorbell,
  JobStore,
  OpenJob,
  ProgressPublisher,
  RateStore,
  ReceiptFlags,
  ReceiptStore,
  Senders,
  SettingsStore,
  ShardStore,
  WatchStore,
} from './ports.ts';
export { recordReceipts, type ReceiptReport, type RecordReceiptsDeps } from './record-receipts.ts';
export type { Outgoing, SendContext, SendResult, Sender } from './sender.ts';
export { DEFAULT_WORK_SETTINGS, type WorkSettings } from './settings.ts';
export {
  CHUNK_PHASES,
  isUnreadable,
  newShard,
  type Chunk,
  type ChunkFence,
  type ChunkState,
  type ExcludedList,
  type PlanLookup,
  type ReceiptMarks,
  type Shard,
  type ShardRef,
  type Unreadable,
} from './shard.ts';
export { sweepJobs, type SweepJobsDeps } from './sweep-jobs.ts';
export { workShard, type WorkOutcome, type WorkShardDeps } from './work-shard.ts';
