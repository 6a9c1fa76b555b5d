import { settledTotal, totalsOf, type JobPhase, type RecipientResult } from '../../../domain/send-job/index.ts';
import type { ChunkFence, ChunkPhase } from './chunk.ts';
import type { Shard, ShardRef } from './shard.ts';

/**
 * Something that cannot be is: a mistake in this code, or a row that somebody changed by hand. The shard it was found in
 * stops before it is written; every other goes on.
 */
abstract class InvariantError extends Error {
  abstract readonly code: string;
  readonly jobId: string;
  readonly shard: number;
  constructor({ jobId, shard }: ShardRef, what: string) {
    super(`Shard ${shard} of job ${jobId}: ${what}.`);
    this.jobId = jobId;
    this.shard = shard;
  }
}

/** The outcomes of a recorded chunk are not one for each of its recipients. */
class ChunkTotalsInvariantError extends InvariantError {
  override readonly name = 'ChunkTotalsInvariantError';
  readonly code = 'CHUNK_TOTALS_INVARIANT';
  constructor(
    ref: ShardRef,
    readonly chunk: number,
    what: string,
  ) {
    super(ref, `chunk ${chunk} ${what}`);
  }
}

/** A chunk would go from one phase to another that cannot follow it. */
class ChunkPhaseInvariantError extends InvariantError {
  override readonly name = 'ChunkPhaseInvariantError';
  readonly code = 'CHUNK_PHASE_INVARIANT';
  constructor(
    ref: ShardRef,
    readonly chunk: number,
    from: ChunkPhase,
    to: ChunkPhase,
  ) {
    super(ref, `chunk ${chunk} cannot become ${to} while it is ${from}`);
  }
}

/** An epoch only grows, and the owner of a shard keeps the one that was acquired. */
class EpochInvariantError extends InvariantError {
  override readonly name = 'EpochInvariantError';
  readonly code = 'EPOCH_INVARIANT';
  constructor(
    ref: ShardRef,
    readonly from: number,
    readonly to: number,
  ) {
    super(ref, `epoch ${to} does not follow ${from}`);
  }
}

/** A cursor only grows within a round, and ends at the number of chunks. */
class CursorInvariantError extends InvariantError {
  override readonly name = 'CursorInvariantError';
  readonly code = 'CURSOR_INVARIANT';
  constructor(
    ref: ShardRef,
    readonly from: number,
    readonly to: number,
    readonly chunkCount: number,
  ) {
    super(ref, `the cursor cannot go from ${from} to ${to} of ${chunkCount} chunks`);
  }
}

/** A job would go from one phase to another that no command leads to. */
export class JobPhaseInvariantError extends Error {
  override readonly name = 'JobPhaseInvariantError';
  readonly code = 'JOB_PHASE_INVARIANT';
  constructor(
    readonly jobId: string,
    readonly from: JobPhase,
    readonly to: JobPhase,
  ) {
    super(`Job ${jobId} cannot become ${to} while it is ${from}.`);
  }
}

/** What may follow a phase in the same round. A claim over a claim is an owner who sends again for a lost one. */
const NEXT: Readonly<Record<ChunkPhase, readonly ChunkPhase[]>> = {
  CLAIMED: ['CLAIMED', 'WAITING', 'RECORDED'],
  WAITING: ['CLAIMED', 'WAITING', 'RECORDED'],
  RECORDED: [],
};

/** Checks a chunk's next state against the one it replaces and the number of its recipients. */
export function assertChunk(
  ref: ShardRef,
  next: ChunkFence & { readonly number: number; readonly round: number; readonly results: readonly RecipientResult[] },
  replaced: (ChunkFence & { readonly round: number }) | null,
  recipients: number,
): void {
  const { number, phase, results } = next;
  if (results.length !== recipients) {
    throw new ChunkTotalsInvariantError(ref, number, `has ${results.length} outcomes for ${recipients} recipients`);
  }
  if (phase === 'RECORDED') assertSettled(ref, number, results);
  if (replaced === null) return;
  if (next.epoch < replaced.epoch) throw new EpochInvariantError(ref, replaced.epoch, next.epoch);
  const isOwnClaimAgain = phase === 'CLAIMED' && replaced.phase === 'CLAIMED' && next.epoch === replaced.epoch;
  const isAllowed = next.round > replaced.round || NEXT[replaced.phase].includes(phase);
  if (!isAllowed || isOwnClaimAgain) throw new ChunkPhaseInvariantError(ref, number, replaced.phase, phase);
}

/** Checks that everybody of a recorded chunk has an outcome. */
export function assertSettled(ref: ShardRef, chunk: number, results: readonly RecipientResult[]): void {
  const settled = settledTotal(totalsOf(results));
  if (settled !== results.length) {
    throw new ChunkTotalsInvariantError(
      ref,
      chunk,
      `is recorded, and only ${settled} of ${results.length} are settled`,
    );
  }
}

/** Checks a shard as it was acquired: what is stored may be damaged. */
export function assertAcquired(shard: Shard): void {
  const { epoch, cursor, planning } = shard;
  if (!(epoch > 0)) throw new EpochInvariantError(shard, 0, epoch);
  if (!(cursor >= 0 && cursor <= planning.chunkCount)) {
    throw new CursorInvariantError(shard, 0, cursor, planning.chunkCount);
  }
}

/** Checks the next write of a shard against the one before. */
export function assertNext(before: Shard, next: Shard): void {
  if (next.epoch !== before.epoch) throw new EpochInvariantError(before, before.epoch, next.epoch);
  const isBack = next.round === before.round && next.cursor < before.cursor;
  const { chunkCount } = next.planning;
  if (isBack || next.round < before.round || !(next.cursor >= 0 && next.cursor <= chunkCount)) {
    throw new CursorInvariantError(before, before.cursor, next.cursor, chunkCount);
  }
}
