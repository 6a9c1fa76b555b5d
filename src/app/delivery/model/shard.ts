import { NO_TOTALS, type Recipient, type Totals } from '../../../domain/send-job/index.ts';

/** An independently worked slice of a job. */
export type ShardRef = { readonly jobId: string; readonly shard: number };

/** A shard, and when everything that is written of it ends, as its job's `keptUntil`. */
export type KeptRef = ShardRef & { readonly keptUntil?: number };

/** The shard alone, for who writes beside it. */
export function keptRef({ jobId, shard, keptUntil }: ShardRef & { keptUntil?: number | undefined }): KeptRef {
  return keptUntil === undefined ? { jobId, shard } : { jobId, shard, keptUntil };
}

/** DIRECT: what a call sends, which must not wait behind campaigns. Each has its own queue and workers. */
export type Lane = 'BULK' | 'DIRECT';

/** A shard that somebody is to look at, and by whom. */
export type Ring = ShardRef & { readonly lane: Lane };

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
  /** Per campaign step: what its included recipients cost, in millionths of a won. */
  readonly costMicros: readonly number[];
  /** Included recipients whose endpoint names a time zone that there is not: it is taken for Asia/Seoul. */
  readonly unknownZones: number;
  /** Included recipients whose endpoint names no time zone at all. */
  readonly missingZones: number;
};

/**
 * The durable state of a shard. Whoever holds the lease writes it, and every write names the epoch: an owner that was
 * replaced has an older epoch and is refused.
 */
export type Shard = KeptRef & {
  readonly epoch: number;
  /** Goes up with each write of an owner, so that a write that arrives late finds a newer one and changes nothing. */
  readonly revision: number;
  readonly owner: string;
  readonly leaseUntil: number;
  /** Until this moment (milliseconds since the epoch) a bell is on its way, and nobody need ring another; 0: none. */
  readonly rungFor: number;
  readonly planning: ShardPlanning;
  /** 0 for the first sending, one more for each time the completed job was reopened for the failed or the doubtful. */
  readonly round: number;
  /**
   * Every chunk below the cursor is recorded, and contained in `totals` as this round left it; those from the cursor on
   * are contained as the round before left them.
   */
  readonly cursor: number;
  /** Nothing of this shard will be sent any more in this round. */
  readonly isDone: boolean;
  readonly totals: Totals;
  /**
   * What those from the cursor on have become since, as far as it is settled: shown with `totals`, and never built on, as
   * their states say it. Null: nothing.
   */
  readonly ahead: Totals | null;
  /** Chunks whose stored recipients cannot be read; their recipients are counted as failed when the shard is done. */
  readonly unreadableChunks: number;
};

/** Where planning begins. */
export const NOTHING_PLANNED: ShardPlanning = {
  isDone: false,
  cursor: null,
  pages: 0,
  chunkCount: 0,
  remainders: [],
  costMicros: [],
  unknownZones: 0,
  missingZones: 0,
};

/** The epoch of a shard's first owner: what an owner of a later one writes may have been written by another. */
export const FIRST_EPOCH = 1;

/** A shard nobody has worked on; its epoch is below every owner's. */
export function newShard({ jobId, shard }: ShardRef): Shard {
  return {
    jobId,
    shard,
    epoch: 0,
    revision: 0,
    owner: '',
    leaseUntil: 0,
    rungFor: 0,
    planning: NOTHING_PLANNED,
    round: 0,
    cursor: 0,
    isDone: false,
    totals: NO_TOTALS,
    ahead: null,
    unreadableChunks: 0,
  };
}
