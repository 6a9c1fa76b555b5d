import { createDigestSet } from '../../../domain/customer/index.ts';
import { inParallel } from '../../in-parallel.ts';
import type { ChunkStore } from '../model/ports.ts';
import type { Shard } from '../model/shard.ts';

/** Shards whose addresses are read at the same time: 50,000 of them are 350 KB. */
const PARALLEL = 16;

type Digests = Pick<ChunkStore, 'listAddressDigests'>;

/**
 * Finds the addresses that several shards of a plan would send to, and tells every shard but the first of them to leave
 * them out. Within a shard planning has seen to it already. Called when every shard is planned and before the job may
 * send: what is planned does not change any more, so that whoever does it again writes the same.
 *
 * `earlier`: the shards of the trial that a wave for the rest follows. What they send to nobody of the rest gets as well.
 *
 * Planning keeps 53 bits of each address, so that nothing has to be kept of the addresses of customers who are in no
 * plan: 6.4 million are 45 MB to read. They are read twice, and never held all at once.
 */
export async function markDuplicates(
  { chunks }: { readonly chunks: Digests & Pick<ChunkStore, 'putDuplicates'> },
  shards: readonly Shard[],
  earlier: readonly Shard[] = [],
): Promise<void> {
  if (shards.length < 2) return;
  const byNumber = (a: Shard, b: Shard): number => a.shard - b.shard;
  const inOrder = [...[...earlier].sort(byNumber), ...[...shards].sort(byNumber)];
  const perhaps = await findPerhapsShared(chunks, inOrder);
  const candidates = new Map<Shard, readonly number[]>();
  await inParallel(inOrder, PARALLEL, async (shard) => {
    const found: number[] = [];
    for (const page of await digestsOf(chunks, shard))
      for (const digest of page) if (perhaps(digest)) found.push(digest);
    if (found.length > 0) candidates.set(shard, found);
  });
  const taken = createDigestSet();
  const own = new Set(shards);
  for (const planned of inOrder) {
    const { jobId, shard } = planned;
    const others: number[] = [];
    for (const digest of candidates.get(planned) ?? []) if (!taken.add(digest)) others.push(digest);
    if (others.length > 0 && own.has(planned)) await chunks.putDuplicates({ jobId, shard }, others);
  }
}

async function digestsOf(chunks: Digests, { jobId, shard, planning }: Shard): Promise<readonly (readonly number[])[]> {
  return planning.pages === 0 ? [] : chunks.listAddressDigests({ jobId, shard }, planning.pages);
}

/**
 * Whether a digest may be in more than one shard: true for all that are, and for a few in a hundred of the others. No
 * shard has one twice.
 */
async function findPerhapsShared(chunks: Digests, shards: readonly Shard[]): Promise<BloomFilter['has']> {
  const included = shards.reduce((sum, { totals }) => sum + totals.included, 0);
  const once = createBloomFilter(included);
  const again = createBloomFilter(included);
  await inParallel(shards, PARALLEL, async (shard) => {
    for (const page of await digestsOf(chunks, shard)) {
      for (const digest of page) {
        if (once.has(digest)) again.add(digest);
        else once.add(digest);
      }
    }
  });
  return again.has;
}

/** Bits for each digest, of which it takes two: by chance one in twenty has both of others. */
const BITS_EACH = 5;
const MIN_BITS = 1_024;
const MAX_BITS = 2 ** 29;
/** Digests are bits at random: where in a filter one lies is taken from its low and from its high ones. */
const HIGH_BITS = 2 ** 24;

type BloomFilter = { readonly has: (digest: number) => boolean; readonly add: (digest: number) => void };

/** A set of digests that may hold a few more than were added. */
function createBloomFilter(expected: number): BloomFilter {
  let bits = MIN_BITS;
  while (bits < expected * BITS_EACH && bits < MAX_BITS) bits *= 2;
  const bytes = new Uint8Array(bits / 8);
  const lowOf = (digest: number): number => (digest >>> 0) & (bits - 1);
  const highOf = (digest: number): number => (digest / HIGH_BITS) & (bits - 1);
  const has = (bit: number): boolean => ((bytes[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0;
  const add = (bit: number): void => {
    bytes[bit >>> 3] = (bytes[bit >>> 3] ?? 0) | (1 << (bit & 7));
  };
  return {
    has: (digest) => has(lowOf(digest)) && has(highOf(digest)),
    add: (digest) => {
      add(lowOf(digest));
      add(highOf(digest));
    },
  };
}
