import { inParallel } from '../../in-parallel.ts';
import type { ChunkStore } from '../model/ports.ts';
import type { Shard } from '../model/shard.ts';

/** Shards whose addresses are read at the same time: 50,000 of them are 350 KB. */
const PARALLEL = 16;

/**
 * Finds the addresses that several shards of a plan would send to, and tells every shard but the first of them to leave
 * them out. Within a shard planning has seen to it already. Called when every shard is planned and before the job may
 * send: what is planned does not change any more, so that whoever does it again writes the same.
 *
 * Planning keeps 53 bits of each address, so that nothing has to be kept of the addresses of customers who are in no
 * plan: 6.4 million are 45 MB to read, once, and compared in a second.
 */
export async function markDuplicates(
  { chunks }: { readonly chunks: Pick<ChunkStore, 'listAddressDigests' | 'putDuplicates'> },
  shards: readonly Shard[],
): Promise<void> {
  if (shards.length < 2) return;
  const inOrder = [...shards].sort((a, b) => a.shard - b.shard);
  const digestsOf = new Map<number, readonly number[]>();
  await inParallel(inOrder, PARALLEL, async ({ jobId, shard, planning }) => {
    if (planning.pages > 0) {
      digestsOf.set(shard, await chunks.listAddressDigests({ jobId, shard }, planning.pages));
    }
  });
  const shared = sharedOf([...digestsOf.values()]);
  if (shared.size === 0) return;
  const taken = new Set<number>();
  for (const { jobId, shard } of inOrder) {
    const others: number[] = [];
    for (const digest of digestsOf.get(shard) ?? []) {
      if (!shared.has(digest)) continue;
      if (taken.has(digest)) others.push(digest);
      else taken.add(digest);
    }
    if (others.length > 0) await chunks.putDuplicates({ jobId, shard }, others);
  }
}

/** Bits for each digest: one in sixteen falls on the bit of another by chance. */
const BITS_EACH = 16;
const MIN_BITS = 1_024;
const MAX_BITS = 2 ** 30;

/**
 * The digests that are in more than one list; no list has one twice. Digests are bits at random, so that nearly all have
 * a bit of their own in a row of bits: only those that meet another there are compared.
 */
function sharedOf(lists: readonly (readonly number[])[]): ReadonlySet<number> {
  let bits = MIN_BITS;
  const count = lists.reduce((sum, { length }) => sum + length, 0);
  while (bits < count * BITS_EACH && bits < MAX_BITS) bits *= 2;
  const once = new Uint8Array(bits / 8);
  const again = new Uint8Array(bits / 8);
  for (const list of lists) {
    for (const digest of list) {
      const bit = (digest >>> 0) & (bits - 1);
      const at = bit >>> 3;
      const mask = 1 << (bit & 7);
      if (((once[at] ?? 0) & mask) === 0) once[at] = (once[at] ?? 0) | mask;
      else again[at] = (again[at] ?? 0) | mask;
    }
  }
  const met = new Set<number>();
  const shared = new Set<number>();
  for (const list of lists) {
    for (const digest of list) {
      const bit = (digest >>> 0) & (bits - 1);
      if (((again[bit >>> 3] ?? 0) & (1 << (bit & 7))) === 0) continue;
      if (met.has(digest)) shared.add(digest);
      else met.add(digest);
    }
  }
  return shared;
}
