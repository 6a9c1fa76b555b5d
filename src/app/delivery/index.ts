/** @module The delivery engine: plans and sends a job shard by shard, so that nothing is lost and nothing sent twice. */
export {
  jobTotals,
  secondsLeft,
  stepProgress,
  type JobProgress,
  type SendJob,
  type StepProgress,
} from './model/job.ts';
export { DamagedJobError } from './model/damaged-job.ts';
export { dueAt } from './model/due-at.ts';
export { contentsUntil } from './model/kept-until.ts';
export type { CallAudience, JobSpec, SegmentAudience, WaveAudience } from './model/job-spec.ts';
export type { DirectSend } from './model/direct-send.ts';
export type { RunPage, RunRecords } from './model/run-store.ts';
export type {
  BudgetStore,
  CampaignRun,
  CapStore,
  ClassHistory,
  ChunkStore,
  CountBell,
  DeadLetters,
  DeliveryUpdate,
  Doorbell,
  DueJob,
  JobStore,
  ProgressPublisher,
  RateStore,
  RunStore,
  ReceiptFlags,
  ReceiptStore,
  SavedSettings,
  Senders,
  SettingsStore,
  ShardStore,
  Slot,
  WatchStore,
} from './model/ports.ts';
export { countReceipts, type CountReceiptsDeps } from './receipts/count-receipts.ts';
export { recordReceipts, type ReceiptReport, type RecordReceiptsDeps } from './receipts/record-receipts.ts';
export type { Outgoing, QuotaPeriod, SendContext, SendResult, Sender } from './model/sender.ts';
export { DEFAULT_WORK_SETTINGS, type WorkSettings } from './model/settings.ts';
export {
  CHUNK_PHASES,
  isUnreadable,
  type Charge,
  type Chunk,
  type ChunkFence,
  type ChunkState,
  type ExcludedList,
  type PlanLookup,
  type PlanPage,
  type PlannedPage,
  type Unreadable,
} from './model/chunk.ts';
export {
  countersOf,
  LONGEST_TURN_MS,
  type ReceiptCount,
  type ReceiptMarks,
  type RecountNote,
} from './model/receipt-marks.ts';
export { newShard, type KeptRef, type Lane, type Ring, type Shard, type ShardRef } from './model/shard.ts';
export { sweepJobs, type DamagedJob, type SweepJobsDeps } from './sweep-jobs.ts';
export { workShard, type WorkOutcome, type WorkShardDeps } from './work-shard.ts';
