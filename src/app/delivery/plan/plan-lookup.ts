import type { Chunk, ExcludedList, PlanLookup } from '../model/chunk.ts';
import type { ShardPlanning } from '../model/shard.ts';

/** By what explaining finds a customer in what a page wrote: its chunks, and the list of its excluded. */
export function lookupOf(
  { pages, chunkCount }: Pick<ShardPlanning, 'pages' | 'chunkCount'>,
  chunks: readonly Chunk[],
  excluded: ExcludedList | null,
  addressDigests: readonly number[],
): PlanLookup {
  const ids: string[] = [];
  for (const { recipients } of chunks) for (const { customerId } of recipients) ids.push(customerId);
  for (const listed of Object.values(excluded?.customerIds ?? {})) ids.push(...listed);
  return { number: pages, firstChunk: chunkCount, chunkCount: chunks.length, customerIds: ids, addressDigests };
}
