import type { ChunkStore, ChunkState, ExcludedList, ShardRef } from '../../src/app/delivery/index.ts';
import { packRecipients, packStatuses, unpackRecipients, unpackStatuses } from '../../src/domain/send-job/index.ts';
import { createByteSlabs, type Place } from './byte-slabs.ts';

type KeptState = Omit<ChunkState, 'results' | 'before'> & { readonly statuses: string };

type KeptShard = {
  readonly chunks: { readonly epoch: number; readonly place: Place }[];
  readonly states: KeptState[];
  readonly excluded: ExcludedList[];
};

/** Roughly what a kept state takes on the heap: an object of ten fields, its statuses, an entry of two arrays. */
const STATE_BYTES = 300;

/**
 * Chunks in memory in the very form that the DynamoDB adapter stores: recipients packed to bytes outside the heap,
 * statuses packed to text. Every read unpacks, every write packs and checks its condition, so that the bench pays for
 * it as a deployment does. `bytes` is the data the store holds, which is no memory of the engine's.
 */
export function createPackedChunks(): ChunkStore & { readonly bytes: () => number } {
  const shards = new Map<string, KeptShard>();
  const slabs = createByteSlabs();
  let stateCount = 0;
  const of = ({ jobId, shard }: ShardRef): KeptShard => {
    const key = `${jobId}#${shard}`;
    const known = shards.get(key) ?? { chunks: [], states: [], excluded: [] };
    shards.set(key, known);
    return known;
  };
  return {
    bytes: () => slabs.bytes() + stateCount * STATE_BYTES,
    putPlanned: async (ref, epoch, { chunks, excluded }) => {
      const known = of(ref);
      for (const { number, recipients } of chunks) {
        if ((known.chunks[number]?.epoch ?? 0) > epoch) return false;
        known.chunks[number] = { epoch, place: slabs.write(packRecipients(recipients)) };
      }
      if (excluded !== null) known.excluded[excluded.number] = excluded;
      return true;
    },
    listChunks: async (ref, from, limit) =>
      of(ref)
        .chunks.slice(from, from + limit)
        .map(({ place }, index) => ({ number: from + index, recipients: unpackRecipients(slabs.read(place)) })),
    listStates: async (ref, from, limit = Number.POSITIVE_INFINITY) =>
      of(ref)
        .states.slice(from, from + limit)
        .map(({ statuses, ...state }) => ({ ...state, results: unpackStatuses(statuses) })),
    writeState: async (ref, { results, before: _, ...state }, expected) => {
      const { states } = of(ref);
      const known = states[state.number];
      const isExpected =
        expected === null || expected === 'UNREADABLE'
          ? known === undefined
          : known?.epoch === expected.epoch && known.attempt === expected.attempt && known.phase === expected.phase;
      if (!isExpected) return false;
      if (known === undefined) stateCount += 1;
      states[state.number] = { ...state, statuses: packStatuses(results) };
      return true;
    },
    listExcluded: async (ref, from, limit) => of(ref).excluded.slice(from, from + limit),
  };
}
