import { addressDigest, createDigestSet, type Customer, type DigestSet } from '../../domain/customer/index.ts';
import { isReachedThrough } from '../../domain/report/index.ts';
import { inParallel } from '../in-parallel.ts';
import { readMessages, type ReadMembersDeps, type Wave } from './read-members.ts';

const PARALLEL = 16;

/**
 * Says whether somebody who is held out was reached all the same, by a message for somebody else at an address that both
 * have. Plans know their addresses; only when one of them is among those of the held out, which is seldom, is everybody's
 * outcome read, once.
 */
export function createReachedLook(
  deps: ReadMembersDeps,
  waves: readonly Wave[],
): (customer: Customer) => Promise<boolean> {
  let planned: Promise<Pick<DigestSet, 'has'>> | undefined;
  let accepted: Promise<Pick<DigestSet, 'has'>> | undefined;

  const readPlanned = async (): Promise<Pick<DigestSet, 'has'>> => {
    const all = createDigestSet();
    for (const { job } of waves) {
      await inParallel(await deps.shards.list(job.id, job.shardCount), PARALLEL, async ({ shard, planning }) => {
        if (planning.pages === 0) return;
        const pages = await deps.chunks.listAddressDigests({ jobId: job.id, shard }, planning.pages);
        for (const digests of pages) for (const digest of digests) all.add(digest);
      });
    }
    return all;
  };
  const readAccepted = async (): Promise<Pick<DigestSet, 'has'>> => {
    const all = createDigestSet();
    for (const wave of waves) {
      const shards = Array.from({ length: wave.job.shardCount }, (_, shard) => shard);
      await inParallel(shards, PARALLEL, async (shard) => {
        for await (const page of readMessages(deps, wave, shard)) {
          for (const { message, digest } of page) if (message.isAccepted && digest !== undefined) all.add(digest);
        }
      });
    }
    return all;
  };

  return async ({ endpoints }) => {
    const digests = endpoints.map(({ channelType, address }) => addressDigest(channelType, address));
    if (digests.length === 0 || !isReachedThrough(digests, await (planned ??= readPlanned()))) return false;
    return isReachedThrough(digests, await (accepted ??= readAccepted()));
  };
}
