import { newCustomer, type Customer } from '../../../domain/customer/index.ts';
import { REACH_REASONS, reasonsTaken, whyOut, type BeforeWave } from '../../../domain/run/index.ts';
import {
  decideCustomer,
  NO_MARK,
  withReceipts,
  type Decision,
  type ExclusionReason,
} from '../../../domain/send-job/index.ts';
import { batchesOf } from '../../batches-of.ts';
import { inParallel } from '../../in-parallel.ts';
import type { CustomerSource } from '../../ports.ts';
import { isUnreadable } from '../model/chunk.ts';
import type { CompiledJob, FollowedWave } from '../model/compiled-job.ts';
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

/** Somebody whom the wave before planned, and what became of it; null: they wait for the look. */
type Member = { readonly customerId: string; readonly before: BeforeWave | null };

/** A job whose people go on: its recipients, and of those whom it left out the ones for these reasons. */
type Source = { readonly jobId: string; readonly hasRecipients: boolean; readonly reasons: readonly ExclusionReason[] };

function sourcesOf({ jobId, goesOn, isRest, trialJobId }: FollowedWave): readonly Source[] {
  if (isRest === true) return [{ jobId, hasRecipients: false, reasons: ['AWAITS_LOOK'] }];
  const reasons = reasonsTaken(goesOn);
  const jobIds = trialJobId === undefined ? [jobId] : [trialJobId, jobId];
  return jobIds.map((id) => ({ jobId: id, hasRecipients: true, reasons }));
}

/** Chunks of the wave before on one page: up to 300 customers. */
const CHUNKS = 3;
/** `CustomerSource.getMany` takes no more. */
const AT_ONCE = 100;
const PARALLEL = 4;

/**
 * A page of a wave: first the recipients of the same shard of the wave before, chunk by chunk, then, where the step takes
 * them, those whom it had no way to, list by list; where that wave was for the rest, those of the trial before them. Each is
 * read as they are now and decided anew. The cursor names the chunk or the list that comes next, so that a page that is
 * planned again is the same page.
 */
export async function readWavePage(
  deps: WavePageDeps,
  job: CompiledJob,
  follows: FollowedWave,
  shard: number,
  cursor: string | null,
): Promise<AudiencePage> {
  const sources = sourcesOf(follows);
  const at = readCursor(cursor);
  const source = sources[at.source];
  const ref: ShardRef = { jobId: source?.jobId ?? follows.jobId, shard };
  const { planning = NOBODY } = (await deps.shards.get(ref)) ?? {};
  const chunks = source?.hasRecipients === true ? planning.chunkCount : 0;
  const lists = source === undefined || source.reasons.length === 0 ? 0 : planning.pages;
  const members =
    at.chunk < chunks
      ? await readRecipients(deps, ref, at.chunk, Math.min(CHUNKS, chunks - at.chunk))
      : at.list < lists
        ? await readLeftOut(deps, ref, at.list, source?.reasons ?? [])
        : [];
  const next = at.chunk < chunks ? { ...at, chunk: at.chunk + CHUNKS } : { ...at, list: at.list + 1 };
  const isThrough = next.chunk >= chunks && next.list >= lists;
  const then = isThrough ? { source: at.source + 1, chunk: 0, list: 0 } : next;
  const customers = await readCustomers(deps, members);
  const decisions = customers.map((customer, index) => decide(customer, members[index], job, follows));
  return { customers, decisions, cursor: then.source >= sources.length ? null : printCursor(then) };
}

const NOBODY: Pick<Shard['planning'], 'chunkCount' | 'pages'> = { chunkCount: 0, pages: 0 };

type Cursor = { readonly source: number; readonly chunk: number; readonly list: number };

function readCursor(cursor: string | null): Cursor {
  const [chunk = 0, list = 0, source = 0] = cursor === null ? [] : cursor.split(' ').map(Number);
  return { source, chunk, list };
}

/** Of one source as ever: what was begun before there were several goes on. */
function printCursor({ source, chunk, list }: Cursor): string {
  return source === 0 ? `${chunk} ${list}` : `${chunk} ${list} ${source}`;
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

async function readLeftOut(
  { chunks }: WavePageDeps,
  ref: ShardRef,
  number: number,
  reasons: readonly ExclusionReason[],
): Promise<readonly Member[]> {
  const [list] = await chunks.listExcluded(ref, number, 1);
  // A page that leaves nobody out has no list.
  if (list?.number !== number) return [];
  return reasons.flatMap((reason) =>
    (list.customerIds[reason] ?? []).map((customerId): Member => ({ customerId, before: beforeOf(reason) })),
  );
}

function beforeOf(reason: ExclusionReason): BeforeWave | null {
  const unreachable = REACH_REASONS.find((known) => known === reason);
  return unreachable === undefined ? null : { kind: 'UNREACHABLE', reason: unreachable };
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
  { goesOn }: FollowedWave,
): Decision {
  const reason = member === undefined || member.before === null ? null : whyOut(goesOn, member.before);
  // Which asks itself who has left.
  if (reason === null) return decideCustomer(customer, plan, plannedAt);
  return { outcome: 'EXCLUDED', reason: plan.whyLeft?.(customer) ?? reason };
}
