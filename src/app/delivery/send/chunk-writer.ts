import type { RecipientResult } from '../../../domain/send-job/index.ts';
import type { Clock } from '../../ports.ts';
import type { Lease } from '../lease/lease.ts';
import { writeSurely } from '../lease/write-surely.ts';
import { stepOf, type Charge, type Chunk, type ChunkPhase, type ChunkState } from '../model/chunk.ts';
import { assertChunk } from '../model/invariants.ts';
import type { ChunkStore } from '../model/ports.ts';
import type { Start } from './starting-results.ts';
import { keptRef } from '../model/shard.ts';

/** What an attempt changes about a chunk besides its phase. */
export type ChunkChange = {
  readonly results: readonly RecipientResult[];
  /** Absent: nobody is tried again any more. */
  readonly tries?: readonly number[];
  readonly stalls?: number;
  readonly retryAt?: number;
  /** What the call that this records is billed; added to what there was. */
  readonly charges?: readonly Charge[];
};

export type ChunkWriter = {
  /** The campaign step of the chunk. */
  readonly stepIndex: number;
  /** Writes the next state over the one before; throws `LostLeaseError` when another owner has written meanwhile. */
  readonly write: (phase: ChunkPhase, change: ChunkChange) => Promise<ChunkState>;
  /** How many attempts in a row have settled nobody. */
  readonly stalls: () => number;
};

const NO_TRIES: readonly number[] = [];
const NO_CHARGES: readonly Charge[] = [];

/** Writes a chunk's states one after another, each over the one before, and knows of each whether it was written. */
export function createChunkWriter(
  { chunks, clock }: { readonly chunks: ChunkStore; readonly clock: Pick<Clock, 'sleep'> },
  lease: Lease,
  chunk: Chunk,
  start: Pick<Start, 'replaces' | 'before'>,
): ChunkWriter {
  const { epoch, round } = lease.shard();
  const ref = keptRef(lease.shard());
  let expected = start.replaces;
  const known = expected === 'UNREADABLE' ? null : expected;
  // A state of a newer owner: this one has been replaced and does not know it yet.
  if (known !== null && known.epoch > epoch) throw lease.lost();
  let attempt = known?.attempt ?? 0;
  let charges = known?.charges ?? NO_CHARGES;
  // Those of an earlier round do not count in this one.
  let stalls = known === null || known.round < round ? 0 : known.stalls;

  return {
    stepIndex: stepOf(chunk),
    stalls: () => stalls,
    write: async (phase, change) => {
      const replaced = expected === 'UNREADABLE' ? null : expected;
      // No two writes of one owner over one another look alike, so that one which arrives late finds nothing to replace.
      if (phase === 'CLAIMED' || (phase === 'WAITING' && replaced?.phase !== 'CLAIMED')) attempt += 1;
      if (change.charges !== undefined && change.charges.length > 0) charges = [...charges, ...change.charges];
      // Added to and not spread: of an object that is spread and added to V8 makes a new shape each time, and whoever
      // reads a field of it looks for it anew, which takes a microsecond each.
      const next: { -readonly [Field in keyof ChunkState]: ChunkState[Field] } = {
        number: chunk.number,
        epoch,
        attempt,
        phase,
        results: change.results,
        tries: change.tries ?? NO_TRIES,
        stalls: change.stalls ?? stalls,
        retryAt: change.retryAt ?? 0,
        stepIndex: stepOf(chunk),
        round,
      };
      if (round > 0) next.before = start.before;
      if (charges.length > 0) next.charges = charges;
      assertChunk(ref, next, replaced, chunk.recipients.length);
      if (!(await writeSurely(clock, () => chunks.writeState(ref, next, expected)))) throw lease.lost();
      expected = next;
      stalls = next.stalls;
      return next;
    },
  };
}
