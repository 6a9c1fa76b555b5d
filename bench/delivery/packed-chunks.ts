import * as z from 'zod';
import {
  CHUNK_PHASES,
  type ChunkFence,
  type ChunkState,
  type ChunkStore,
  type ExcludedList,
  type ShardRef,
} from '../../src/app/delivery/index.ts';
import { customerFilter, mayHold } from '../../src/adapters/dynamodb/customer-filter.ts';
import {
  packCharges,
  packRecipients,
  packStatuses,
  packTries,
  storedCharge,
  unpackCharges,
  unpackRecipients,
  unpackStatuses,
  unpackTries,
} from '../../src/adapters/dynamodb/pack-chunk.ts';
import { packAddresses, packDigests, unpackDigests } from '../../src/adapters/dynamodb/pack-digests.ts';
import { createByteSlabs } from './byte-slabs.ts';

type KeptShard = {
  /** Places in the slabs, by chunk number. */
  readonly chunks: number[];
  /** What the next write of a chunk's state must name, as a number: a store compares it itself, at nobody's cost here. */
  readonly fences: number[];
  readonly states: number[];
  readonly excluded: ExcludedList[];
  /** Places in the slabs, by page. */
  readonly lookups: number[];
  readonly duplicates: number[];
};

const keptState = z.object({
  number: z.int(),
  epoch: z.int(),
  attempt: z.int(),
  phase: z.enum(CHUNK_PHASES),
  statuses: z.string(),
  tries: z.string(),
  stalls: z.int(),
  retryAt: z.number(),
  stepIndex: z.int(),
  round: z.int(),
  charges: z.array(storedCharge).default([]),
});

const keptLookup = z.object({
  number: z.int(),
  firstChunk: z.int(),
  chunkCount: z.int(),
  filter: z.string(),
  addresses: z.string(),
});

/**
 * Chunks in memory in the very form that the DynamoDB adapter stores: recipients and statuses packed, an item as JSON,
 * all of it bytes outside the heap. Every read unpacks, every write packs and checks its condition, so that the bench
 * pays for what a deployment pays for. `bytes` is the data that the store holds, which is no memory of the engine's.
 */
export function createPackedChunks(): ChunkStore & { readonly bytes: () => number } {
  // The bench has one job.
  const shards = new Map<number, KeptShard>();
  const slabs = createByteSlabs();
  const of = ({ shard }: ShardRef): KeptShard => {
    const known = shards.get(shard) ?? {
      chunks: [],
      fences: [],
      states: [],
      excluded: [],
      lookups: [],
      duplicates: [],
    };
    shards.set(shard, known);
    return known;
  };
  const readState = (place: number): ChunkState => {
    const { statuses, tries, charges, ...state } = keptState.parse(JSON.parse(slabs.read(place)));
    const results = unpackStatuses(statuses);
    return { ...state, results, tries: unpackTries(tries), charges: unpackCharges(charges, results.length) };
  };
  return {
    bytes: slabs.bytes,
    // Nobody takes a shard over in the bench, so there is no older epoch to refuse.
    putPlanned: async (ref, _epoch, { chunks, excluded, lookup }) => {
      const known = of(ref);
      for (const { number, recipients } of chunks) {
        const addresses = packed(packAddresses(recipients) ?? new Uint8Array());
        known.chunks[number] = slabs.write(`${addresses}\n${packRecipients(recipients)}`);
      }
      if (excluded !== null) known.excluded[excluded.number] = excluded;
      if (lookup !== undefined) {
        const { customerIds, addressDigests, ...rest } = lookup;
        const filter = packed(customerFilter(customerIds));
        const text = JSON.stringify({ ...rest, filter, addresses: packed(packDigests(addressDigests)) });
        known.lookups[lookup.number] = slabs.write(text);
      }
      return true;
    },
    listChunks: async (ref, from, limit) =>
      of(ref)
        .chunks.slice(from, from + limit)
        .map((place, index) => ({ number: from + index, recipients: readRecipients(slabs.read(place)) })),
    listStates: async (ref, from, limit = Number.POSITIVE_INFINITY) =>
      of(ref)
        .states.slice(from, from + limit)
        .map(readState),
    writeState: async (ref, state, expected) => {
      const { states, fences } = of(ref);
      const { number, epoch, attempt, phase, stalls, retryAt, stepIndex, round, results, tries } = state;
      if (!isAs(fences[state.number], expected)) return false;
      fences[state.number] = fenceOf(state);
      const charges = packCharges(state.charges, results.length).charges;
      // Each by its name: what is spread takes V8 longer than all else of a write.
      const text = JSON.stringify({
        number,
        epoch,
        attempt,
        phase,
        statuses: packStatuses(results),
        tries: packTries(tries),
        stalls,
        retryAt,
        stepIndex,
        round,
        charges,
      });
      states[number] = slabs.write(text, states[number]);
      return true;
    },
    listExcluded: async (ref, from, limit) => of(ref).excluded.slice(from, from + limit),
    findPages: async (ref, customerId) =>
      of(ref).lookups.flatMap((place) => {
        const { filter, addresses: _, ...page } = keptLookup.parse(JSON.parse(slabs.read(place)));
        return mayHold(Buffer.from(filter, 'base64'), customerId) ? [page] : [];
      }),
    listAddressDigests: async (ref, pages) => {
      return of(ref)
        .lookups.slice(0, pages)
        .map((place) => {
          const { addresses } = keptLookup.parse(JSON.parse(slabs.read(place)));
          return unpackDigests(Buffer.from(addresses, 'base64'));
        });
    },
    putDuplicates: async (ref, digests) => {
      of(ref).duplicates.splice(0, Number.POSITIVE_INFINITY, ...digests);
    },
    listDuplicates: async (ref) => of(ref).duplicates,
  };
}

const MAX_ATTEMPTS = 4_096;

function fenceOf({ epoch, attempt, phase }: ChunkFence): number {
  return (epoch * MAX_ATTEMPTS + attempt) * CHUNK_PHASES.length + CHUNK_PHASES.indexOf(phase);
}

function isAs(known: number | undefined, expected: ChunkFence | 'UNREADABLE' | null): boolean {
  return expected === null || expected === 'UNREADABLE' ? known === undefined : known === fenceOf(expected);
}

function packed(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function readRecipients(text: string) {
  const end = text.indexOf('\n');
  const addresses = Buffer.from(text.slice(0, end), 'base64');
  return unpackRecipients(text.slice(end + 1), addresses.length === 0 ? undefined : unpackDigests(addresses));
}
