import { NO_MARK, reopen, withReceipts, type RecipientResult } from '../../../domain/send-job/index.ts';
import type { AttemptDeps, ChunkWork } from './attempt.ts';
import { ChunkFaultError } from './chunk-fault.ts';
import { inDoubt } from './settle-result.ts';
import { isUnreadable, type Chunk, type ChunkState, type Unreadable } from '../model/chunk.ts';

export type Start = {
  readonly results: readonly RecipientResult[];
  /** By place: how often each was tried in this round. */
  readonly tries: readonly number[];
  /** What the shard's totals contain of this chunk until the cursor passes it. */
  readonly before: readonly RecipientResult[];
  /** Nothing is to be done, nor written. */
  readonly isSettled: boolean;
  /** The state that the first write replaces. */
  readonly replaces: ChunkState | 'UNREADABLE' | null;
};

const NONE: readonly RecipientResult[] = [];
const NO_TRIES: readonly number[] = [];
const PLANNED: RecipientResult = { status: 'PLANNED' };

/**
 * The results to start from. What an older owner left CLAIMED becomes what the campaign's policy says, and was a try; a
 * damaged state leaves everybody in doubt; and in a later round those it is for are PLANNED again.
 */
export async function startingResults<Stop extends string>(
  deps: Pick<AttemptDeps, 'receipts' | 'settings' | 'ids'>,
  work: Pick<ChunkWork<Stop>, 'job' | 'lease'>,
  chunk: Chunk,
  found: ChunkState | Unreadable | null,
): Promise<Start> {
  if (found === null) {
    const results = chunk.recipients.map(() => PLANNED);
    return { results, tries: NO_TRIES, before: NONE, isSettled: false, replaces: null };
  }
  if (isUnreadable(found)) {
    const { jobId, shard, round, keptUntil } = work.lease.shard();
    // What receipts change was counted by the results that are lost.
    if (round > 0) await deps.receipts.note(jobId, { shard, number: chunk.number, id: deps.ids.next() }, keptUntil);
    const doubtful = chunk.recipients.map((): RecipientResult => ({ status: 'IN_DOUBT', code: 'UNREADABLE_STATE' }));
    return { results: doubtful, tries: NO_TRIES, before: NONE, isSettled: false, replaces: 'UNREADABLE' };
  }
  if (found.results.length !== chunk.recipients.length) {
    throw new ChunkFaultError(`its state has ${found.results.length} recipients, not ${chunk.recipients.length}`);
  }
  const { round } = work.lease.shard();
  if (found.round < round) return reopenChunk(deps, work, found);
  const before = found.before ?? NONE;
  const { phase, tries } = found;
  if (phase === 'RECORDED') return { results: found.results, tries, before, isSettled: true, replaces: found };
  if (phase === 'WAITING') return { results: found.results, tries, before, isSettled: false, replaces: found };
  // The claim itself was a try: owners who die after the call, one after the other, must not send without end.
  const counted = found.results.map(({ status }, place) => (tries[place] ?? 0) + (status === 'CLAIMED' ? 1 : 0));
  const results = found.results.map((result, place) =>
    result.status === 'CLAIMED'
      ? inDoubt('OWNER_LOST', result, work.job.inDoubtPolicy, (counted[place] ?? 0) < deps.settings.maxTries)
      : result,
  );
  return { results, tries: counted, before, isSettled: false, replaces: found };
}

async function reopenChunk<Stop extends string>(
  { receipts, ids }: Pick<AttemptDeps, 'receipts' | 'ids'>,
  { job, lease }: Pick<ChunkWork<Stop>, 'job' | 'lease'>,
  found: ChunkState,
): Promise<Start> {
  const before = found.results;
  const start = { tries: NO_TRIES, before, replaces: found };
  const kind = job.retry;
  if (kind === undefined || !before.some(({ status }) => status === kind)) {
    return { ...start, results: before, isSettled: true };
  }
  const { jobId, shard, keptUntil } = lease.shard();
  const known = await receipts.get({ jobId, shard }, found.number);
  const marks = known === null || isUnreadable(known) ? NONE : known.marks;
  // What receipts change is counted again when this round has passed it, also by those that are being recorded just now.
  await receipts.note(jobId, { shard, number: found.number, id: ids.next() }, keptUntil);
  const results = before.map((result, place) => reopen(result, withReceipts(result, marks[place] ?? NO_MARK), kind));
  // Written even when receipts say that nobody is left to send to: an owner that was replaced may have read fewer
  // receipts and be about to claim this chunk; the write refuses it.
  return { ...start, results, isSettled: false };
}
