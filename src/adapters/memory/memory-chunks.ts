import { isDeepStrictEqual } from 'node:util';
import type { Chunk, ChunkStore, ChunkState, ExcludedList, PlanLookup, ShardRef } from '../../app/delivery/index.ts';

type ShardChunks = {
  readonly chunks: { readonly epoch: number; readonly chunk: Chunk }[];
  readonly states: ChunkState[];
  readonly excluded: { readonly epoch: number; readonly list: ExcludedList }[];
  readonly duplicates: number[];
  readonly lookups: { readonly epoch: number; readonly lookup: PlanLookup }[];
};

/** Chunks and their states in memory. */
export function createMemoryChunks(): ChunkStore {
  const shards = new Map<string, ShardChunks>();
  const of = ({ jobId, shard }: ShardRef): ShardChunks => {
    const key = `${jobId}#${shard}`;
    const known = shards.get(key) ?? { chunks: [], states: [], excluded: [], duplicates: [], lookups: [] };
    shards.set(key, known);
    return known;
  };
  return {
    putPlanned: async (ref, epoch, planned) => {
      const known = of(ref);
      for (const chunk of planned.chunks) {
        if ((known.chunks[chunk.number]?.epoch ?? 0) > epoch) return false;
        known.chunks[chunk.number] = { epoch, chunk };
      }
      const { excluded: list, lookup } = planned;
      if (list !== null) {
        if ((known.excluded[list.number]?.epoch ?? 0) > epoch) return false;
        known.excluded[list.number] = { epoch, list };
      }
      if (lookup === undefined) return true;
      if ((known.lookups[lookup.number]?.epoch ?? 0) > epoch) return false;
      known.lookups[lookup.number] = { epoch, lookup };
      return true;
    },
    listChunks: async (ref, from, limit) =>
      of(ref)
        .chunks.slice(from, from + limit)
        .map(({ chunk }) => chunk),
    listStates: async (ref, from, limit = Number.POSITIVE_INFINITY) => {
      const { states } = of(ref);
      const found: ChunkState[] = [];
      const end = limit === 1 ? from + 1 : states.length;
      for (let number = from; number < end && found.length < limit; number += 1) {
        const state = states[number];
        if (state !== undefined) found.push(state);
      }
      return found;
    },
    writeState: async (ref, next, expected) => {
      const { states } = of(ref);
      const known = states[next.number];
      const isExpected =
        expected === null || expected === 'UNREADABLE'
          ? known === undefined
          : known?.epoch === expected.epoch && known.attempt === expected.attempt && known.phase === expected.phase;
      if (isExpected) states[next.number] = next;
      return isExpected || isDeepStrictEqual(known, next);
    },
    listExcluded: async (ref, from, limit) =>
      of(ref)
        .excluded.filter((entry) => entry.list.number >= from)
        .slice(0, limit)
        .map(({ list }) => list),
    findPages: async (ref, customerId) =>
      of(ref).lookups.flatMap(({ lookup: { customerIds, addressDigests: _, ...page } }) =>
        customerIds.includes(customerId) ? [page] : [],
      ),
    listAddressDigests: async (ref, pages) =>
      of(ref).lookups.flatMap(({ lookup }) => (lookup.number < pages ? [lookup.addressDigests] : [])),
    putDuplicates: async (ref, digests) => {
      of(ref).duplicates.splice(0, Number.POSITIVE_INFINITY, ...digests);
    },
    listDuplicates: async (ref) => of(ref).duplicates,
  };
}
