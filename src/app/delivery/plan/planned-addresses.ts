import { createDigestSet, type DigestSet } from '../../../domain/customer/index.ts';
import { inParallel } from '../../in-parallel.ts';
import type { ChunkStore, ShardStore } from '../model/ports.ts';
import type { ShardRef } from '../model/shard.ts';

const PARALLEL = 16;
const NONE: ReadonlySet<number> = new Set();

/** What a plan knows of addresses, by their digests; read when it is asked for the first time. */
export type PlannedAddresses = {
  /** The addresses of this shard that an earlier shard of the job sends to. */
  readonly elsewhere: () => Promise<ReadonlySet<number>>;
  /** Whether anybody of the whole job was planned with the address. Asked only for those that changed since. */
  readonly isPlanned: (digest: number) => Promise<boolean>;
};

export function createPlannedAddresses(
  {
    chunks,
    shards,
  }: {
    readonly chunks: Pick<ChunkStore, 'listAddressDigests' | 'listDuplicates'>;
    readonly shards: Pick<ShardStore, 'list'>;
  },
  { jobId, shard }: ShardRef,
  shardCount: number,
): PlannedAddresses {
  let elsewhere: Promise<ReadonlySet<number>> | undefined;
  let planned: Promise<Pick<DigestSet, 'has'>> | undefined;

  const readPlanned = async (): Promise<Pick<DigestSet, 'has'>> => {
    const all = createDigestSet();
    await inParallel(await shards.list(jobId, shardCount), PARALLEL, async ({ shard: other, planning }) => {
      for (const page of await chunks.listAddressDigests({ jobId, shard: other }, planning.pages)) {
        for (const digest of page) all.add(digest);
      }
    });
    return all;
  };

  return {
    elsewhere: () => {
      elsewhere ??=
        shardCount < 2
          ? Promise.resolve(NONE)
          : chunks.listDuplicates({ jobId, shard }).then((digests) => new Set(digests));
      return elsewhere;
    },
    isPlanned: async (digest) => (await (planned ??= readPlanned())).has(digest),
  };
}
