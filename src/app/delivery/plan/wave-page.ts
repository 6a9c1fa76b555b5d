import { newCustomer, type Customer } from '../../../domain/customer/index.ts';
import { reasonsTaken, whyOut, type BeforeWave } from '../../../domain/run/index.ts';
import { decideCustomer, NO_MARK, withReceipts, type Decision } from '../../../domain/send-job/index.ts';
import { batchesOf } from '../../batches-of.ts';
import { inParallel } from '../../in-parallel.ts';
import type { CustomerSource } from '../../ports.ts';
import { isUnreadable } from '../model/chunk.ts';
import type { CompiledJob } from '../model/compiled-job.ts';
import type { ChunkStore, ShardStore } from '../model/ports.ts';
import type { Shard, ShardRef } from '../model/shard.ts';
import { readChunks, type ReadChunksDeps } from './read-chunks.ts';

/** The customers of one page with what is decided of each, in the same order; `cursor` is null on the last page. */
export type AudiencePage = {
  readonly customers: readonly Customer[];
  readonly decisions: readonly Decision[];
  readonly cursor: string | null;
};

export type WavePageDeps = ReadChunksDeps & {
  readonly customers: Pick<CustomerSource, 'getMany'>;
  readonly chunks: Pick<ChunkStore, 'listExcluded'>;
  readonly shards: Pick<ShardStore, 'get'>;
};

type Follows = NonNullable<CompiledJob['follows']>;

/** Somebody whom the wave before planned, and what became of it. */
type Member = { readonly customerId: string; readonly before: BeforeWave };

/** Chunks of the wave before on one page: up to 300 customers. */
const CHUNKS = 3;
/** `CustomerSource.getMany` takes no more. */
const AT_ONCE = 100;
const PARALLEL = 4;

/**
 * A page of a wave: first the recipients of the same shard of the wave before, chunk by chunk, then, where the step takes
 * them, those whom it had no way to, list by list. Each is read as they are now and decided anew. The cursor names the
 * chunk or the list that comes next, so that a page that is planned again is the same page.
 */
export async function readWavePage(
  deps: WavePageDeps,
  job: CompiledJob,
  follows: Follows,
  shard: number,
  cursor: string | null,
): Promise<AudiencePage> {
  const ref: ShardRef = { jobId: follows.jobId, shard };
  const before = await deps.shards.get(ref);
  const { chunkCount, pages } = before?.planning ?? NOBODY;
  const lists = reasonsTaken(follows.goesOn).length === 0 ? 0 : pages;
  const at = readCursor(cursor);
  const members =
    at.chunk < chunkCount
      ? await readRecipients(deps, ref, at.chunk, Math.min(CHUNKS, chunkCount - at.chunk))
      : at.list < lists
        ? await readUnreachable(deps, ref, at.list, follows)
        : [];
  const next = at.chunk < chunkCount ? { chunk: at.chunk + CHUNKS, list: 0 } : { ...at, list: at.list + 1 };
  const isLast = next.chunk >= chunkCount && next.list >= lists;
  const customers = await readCustomers(deps, members);
  const decisions = customers.map((customer, index) => decide(customer, members[index], job, follows));
  return { customers, decisions, cursor: isLast ? null : `${next.chunk} ${next.list}` };
}

const NOBODY: Pick<Shard['planning'], 'chunkCount' | 'pages'> = { chunkCount: 0, pages: 0 };

function readCursor(cursor: string | null): { readonly chunk: number; readonly list: number } {
  const [chunk = 0, list = 0] = cursor === null ? [] : cursor.split(' ').map(Number);
  return { chunk, list };
}

async function readRecipients(
  deps: WavePageDeps,
  ref: ShardRef,
  from: number,
  limit: number,
): Promise<readonly Member[]> {
  const found = await readChunks(deps, ref, from, limit);
  return found.flatMap(({ chunk, state, marks }): readonly Member[] => {
    // Of a damaged chunk nobody knows who is in it: its recipients have failed in the wave before, and end there.
    if (isUnreadable(chunk) || chunk.number >= from + limit) return [];
    return chunk.recipients.map(({ customerId }, place) => {
      const result = withReceipts(state?.results[place] ?? { status: 'IN_DOUBT' }, marks?.marks[place] ?? NO_MARK);
      return { customerId, before: { kind: 'RECIPIENT', result } };
    });
  });
}

async function readUnreachable(
  { chunks }: WavePageDeps,
  ref: ShardRef,
  number: number,
  { goesOn }: Follows,
): Promise<readonly Member[]> {
  const [list] = await chunks.listExcluded(ref, number, 1);
  // A page that leaves nobody out has no list.
  if (list?.number !== number) return [];
  return reasonsTaken(goesOn).flatMap((reason) =>
    (list.customerIds[reason] ?? []).map((customerId): Member => ({
      customerId,
      before: { kind: 'UNREACHABLE', reason },
    })),
  );
}

/** In the order of the members; of somebody who was erased nothing is known, and there is no way to them. */
async function readCustomers({ customers }: WavePageDeps, members: readonly Member[]): Promise<readonly Customer[]> {
  const known = new Map<string, Customer>();
  const ids = members.map(({ customerId }) => customerId);
  await inParallel(batchesOf(ids, AT_ONCE), PARALLEL, async (batch) => {
    for (const [id, customer] of await customers.getMany(batch)) known.set(id, customer);
  });
  return members.map(({ customerId }) => known.get(customerId) ?? newCustomer(customerId));
}

function decide(
  customer: Customer,
  member: Member | undefined,
  { plan, plannedAt }: CompiledJob,
  { goesOn }: Follows,
): Decision {
  const reason = member === undefined ? null : whyOut(goesOn, member.before);
  // Which asks itself who has left.
  if (reason === null) return decideCustomer(customer, plan, plannedAt);
  return { outcome: 'EXCLUDED', reason: plan.whyLeft?.(customer) ?? reason };
}
