import {
  NO_MARK,
  NO_TOTALS,
  subtractTotals,
  totalsOf,
  withReceipts,
  type RecipientResult,
  type Totals,
} from '../../../domain/send-job/index.ts';
import { countedResults, isUnreadable, type ChunkState, type Unreadable } from '../model/chunk.ts';
import type { ChunkStore, ReceiptStore, ShardStore } from '../model/ports.ts';
import type { ReceiptCount, ReceiptMarks } from '../model/receipt-marks.ts';
import type { Shard, ShardRef } from '../model/shard.ts';

export type CountChunkDeps = {
  readonly shards: Pick<ShardStore, 'get'>;
  readonly chunks: Pick<ChunkStore, 'listStates'>;
  readonly receipts: ReceiptStore;
};

export type ChunkCount = Pick<ReceiptCount, 'difference'> & {
  /** What the new marks change about what the totals of the shard contain of this chunk. */
  readonly counted: Totals;
  /** Nothing changes it any more but another receipt or another round; until then the chunk has to be counted again. */
  readonly isFinal: boolean;
};

/** A shard passes a chunk once in each round; before it did, its totals do not contain what sending made of the chunk. */
export function isPassed({ isDone, cursor }: Pick<Shard, 'isDone' | 'cursor'>, number: number): boolean {
  return isDone || number < cursor;
}

/**
 * Counts what new marks change about one chunk. Shard and state are read here, after the marks: whoever opens another
 * round afterwards sees the marks, and notes the chunk.
 */
export async function countChunk(
  { shards, chunks }: CountChunkDeps,
  ref: ShardRef,
  number: number,
  known: ReceiptMarks | null,
  marks: readonly RecipientResult[],
): Promise<ChunkCount> {
  // The shard first: what it has passed is recorded in a state that is read after it, and may be in flight in one of before.
  const shard = await shards.get(ref);
  const [found] = await chunks.listStates(ref, number, 1);
  const state = found?.number === number ? found : undefined;
  const counted = changeBy(marks, shard, state);
  const before = known === null ? NO_TOTALS : (known.counted ?? changeBy(known.marks, shard, state));
  return {
    counted,
    difference: subtractTotals(counted, before),
    isFinal: shard !== null && isPassed(shard, number),
  };
}

function changeBy(
  marks: readonly RecipientResult[],
  shard: Shard | null,
  state: ChunkState | Unreadable | undefined,
): Totals {
  if (shard === null || state === undefined || isUnreadable(state)) return NO_TOTALS;
  const before = countedResults(shard, state);
  const after = before.map((result, place) => withReceipts(result, marks[place] ?? NO_MARK));
  return subtractTotals(totalsOf(after, state.stepIndex), totalsOf(before, state.stepIndex));
}
