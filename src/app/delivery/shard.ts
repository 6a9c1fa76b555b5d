import {
  NO_TOTALS,
  type ExclusionReason,
  type Recipient,
  type RecipientResult,
  type Totals,
} from '../../domain/send-job/index.ts';

/** An independently worked slice of a job. */
export type ShardRef = { readonly jobId: string; readonly shard: number };

/**
 * Where a shard's planning stands. Everything up to `cursor` is in chunks or in `remainders`, so that planning resumes
 * exactly there; chunks numbered `chunkCount` or higher are leftovers of a crash and do not exist.
 */
export type ShardPlanning = {
  readonly isDone: boolean;
  readonly cursor: string | null;
  readonly pages: number;
  readonly chunkCount: number;
  /** Per campaign step: included recipients that do not fill a chunk yet. */
  readonly remainders: readonly (readonly Recipient[])[];
};

/**
 * The durable state of a shard. Whoever holds the lease writes it, and every write names the epoch: an owner that was
 * replaced has an older epoch and is refused.
 */
export type Shard = ShardRef & {
  readonly epoch: number;
  readonly owner: string;
  readonly leaseUntil: number;
  readonly planning: ShardPlanning;
  /** Every chunk below the cursor is recorded and contained in `totals`. */
  readonly cursor: number;
  /** Nothing of this shard will be sent any more. */
  readonly isDone: boolean;
  readonly totals: Totals;
};

/** A shard nobody has worked on; its epoch is below every owner's. */
export function newShard({ jobId, shard }: ShardRef): Shard {
  return {
    jobId,
    shard,
    epoch: 0,
    owner: '',
    leaseUntil: 0,
    planning: { isDone: false, cursor: null, pages: 0, chunkCount: 0, remainders: [] },
    cursor: 0,
    isDone: false,
    totals: NO_TOTALS,
  };
}

/** Up to 100 recipients of one campaign step: the unit of one provider call. Written once, when planned. */
export type Chunk = { readonly number: number; readonly recipients: readonly Recipient[] };

/** The customers of one scan page who are excluded for a reason worth listing. */
export type ExcludedList = {
  readonly number: number;
  readonly customerIds: { readonly [R in ExclusionReason]?: readonly string[] };
};

export const CHUNK_PHASES = ['CLAIMED', 'WAITING', 'RECORDED'] as const;

/** CLAIMED: a provider call may be in flight. WAITING: none is, some recipients are to be tried again. */
export type ChunkPhase = (typeof CHUNK_PHASES)[number];

/** Who wrote a chunk's state, and in which attempt; the next write must name it. */
export type ChunkFence = { readonly epoch: number; readonly attempt: number; readonly phase: ChunkPhase };

/** What became of a chunk so far; a chunk without a state is PLANNED. */
export type ChunkState = ChunkFence & {
  readonly number: number;
  /** In the order of the chunk's recipients; those not settled are CLAIMED or PLANNED. */
  readonly results: readonly RecipientResult[];
  /** How many answers said "try again" (refusals of the whole call do not count). */
  readonly tries: number;
  /** Not before this time. */
  readonly retryAt: number;
};
