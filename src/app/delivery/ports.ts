import type { Channel } from '../../domain/customer/index.ts';
import type { JobProgress, JobSpec, SendJob } from './job.ts';
import type { Sender } from './sender.ts';
import type { Chunk, ChunkFence, ChunkState, ExcludedList, Shard, ShardRef } from './shard.ts';

export interface JobStore {
  /** Writes job and spec, and lists the job as open; false when the id is taken. */
  create(job: SendJob, spec: JobSpec): Promise<boolean>;
  /** Consistent read. */
  get(jobId: string): Promise<SendJob | null>;
  getSpec(jobId: string): Promise<JobSpec | null>;
  /** Replaces the job if its seq is still `expectedSeq`; false otherwise. */
  save(job: SendJob, expectedSeq: number): Promise<boolean>;
  /** Jobs that still need care: not finished, or finished and not announced. */
  listOpen(): Promise<readonly string[]>;
  close(jobId: string): Promise<void>;
}

export interface ShardStore {
  /**
   * Takes the lease if nobody holds it at `now`, and raises the epoch; creates the shard on first sight.
   * Null when somebody else holds it.
   */
  acquire(ref: ShardRef, lease: { owner: string; now: number; until: number }): Promise<Shard | null>;
  /** Replaces the shard if its epoch is still `shard.epoch`; false when another owner took over. */
  save(shard: Shard): Promise<boolean>;
  /** Consistent read of the shards that exist. */
  list(jobId: string, shardCount: number): Promise<readonly Shard[]>;
}

export interface ChunkStore {
  /** Writes planned chunks and the page's excluded list; false when an owner with a newer epoch wrote one of them. */
  putPlanned(
    ref: ShardRef,
    epoch: number,
    planned: { chunks: readonly Chunk[]; excluded: ExcludedList | null },
  ): Promise<boolean>;
  listChunks(ref: ShardRef, from: number, limit: number): Promise<readonly Chunk[]>;
  /** Consistent read of all states from chunk `from` on, in order. */
  listStates(ref: ShardRef, from: number, limit?: number): Promise<readonly ChunkState[]>;
  /** Replaces a chunk's state if it still is as `expected` (null: there is none); false otherwise. */
  writeState(ref: ShardRef, next: ChunkState, expected: ChunkFence | null): Promise<boolean>;
  listExcluded(ref: ShardRef, from: number, limit: number): Promise<readonly ExcludedList[]>;
}

/** Wakes a worker for a shard. Only a hint: it may be lost, late, repeated or out of order. */
export interface Doorbell {
  ring(shards: readonly ShardRef[], delaySeconds?: number): Promise<void>;
}

/** Tells whoever watches a job where it stands; a lost tick is made good by the next. */
export interface ProgressPublisher {
  /** False when it could not be told; never throws for that. */
  publish(progress: JobProgress): Promise<boolean>;
}

/** One sender per channel that can be sent on. */
export type Senders = { readonly [C in Channel]?: Sender };
