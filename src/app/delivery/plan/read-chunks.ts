import { isUnreadable, type Chunk, type ChunkState, type Unreadable } from '../model/chunk.ts';
import type { ChunkStore, ReceiptStore } from '../model/ports.ts';
import type { ReceiptMarks } from '../model/receipt-marks.ts';
import type { ShardRef } from '../model/shard.ts';

export type ReadChunksDeps = {
  readonly chunks: Pick<ChunkStore, 'listChunks' | 'listStates'>;
  readonly receipts: Pick<ReceiptStore, 'list'>;
};

/** A chunk with what became of its recipients; undefined: nothing yet, or nothing that can be read. */
export type ReadChunk = {
  readonly chunk: Chunk | Unreadable;
  readonly state: ChunkState | undefined;
  readonly marks: ReceiptMarks | undefined;
};

/** Reads up to `limit` chunks of a shard from a number on, with their states and what receipts say since. */
export async function readChunks(
  { chunks, receipts }: ReadChunksDeps,
  ref: ShardRef,
  from: number,
  limit: number,
): Promise<readonly ReadChunk[]> {
  const [found, states, marks] = await Promise.all([
    chunks.listChunks(ref, from, limit),
    chunks.listStates(ref, from, limit),
    receipts.list(ref, from, limit),
  ]);
  const stateOf = new Map<number, ChunkState>();
  for (const state of states) if (!isUnreadable(state)) stateOf.set(state.number, state);
  const marksOf = new Map(marks.map((known) => [known.number, known]));
  return found.map((chunk) => ({ chunk, state: stateOf.get(chunk.number), marks: marksOf.get(chunk.number) }));
}
