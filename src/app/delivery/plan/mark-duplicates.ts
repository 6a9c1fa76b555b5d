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
 * plan: 6.4 million are 45 MB to read, once, and sorted in a second.
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

/** The digests that are in more than one list; no list has one twice. */
function sharedOf(lists: readonly (readonly number[])[]): ReadonlySet<number> {
  const all = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  all.sort();
  const shared = new Set<number>();
  for (let index = 1; index < all.length; index += 1) {
    const digest = all[index];
    if (digest !== undefined && digest === all[index - 1]) shared.add(digest);
  }
  return shared;
}
