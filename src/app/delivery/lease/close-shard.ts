import {
  addTotals,
  afterDoubt,
  isResent,
  RESENT,
  subtractTotals,
  totalsOf,
  type RecipientResult,
} from '../../../domain/send-job/index.ts';
import type { Clock } from '../../ports.ts';
import type { Lease } from './lease.ts';
import { writeSurely } from './write-surely.ts';
import type { ChunkStore } from '../model/ports.ts';
import { countedResults, isUnreadable, stepOf, type ChunkState } from '../model/chunk.ts';
import { keptRef } from '../model/shard.ts';

/**
 * Ends a shard of a cancelled job: what was recorded is counted, what an owner left in flight is in doubt, and what
 * was not claimed is never sent. Nothing is sent again whatever the policy says.
 */
export async function closeShard(
  { chunks, clock }: { readonly chunks: ChunkStore; readonly clock: Pick<Clock, 'sleep'> },
  lease: Lease,
): Promise<void> {
  const { jobId, shard, epoch, cursor, planning } = lease.shard();
  let { totals } = lease.shard();
  for (const found of await chunks.listStates({ jobId, shard }, cursor)) {
    const state = isUnreadable(found) ? await restoreState({ chunks, clock }, lease, found.number) : found;
    if (state === null) continue;
    const results = state.results.map(leftInDoubt);
    const isNews = results.some((result, place) => result !== state.results[place]);
    if (state.phase === 'CLAIMED' || isNews) {
      const next: ChunkState = { ...state, epoch, phase: 'RECORDED', results };
      if (!(await writeSurely(clock, () => chunks.writeState(keptRef(lease.shard()), next, state)))) throw lease.lost();
    }
    const before = totalsOf(countedResults(lease.shard(), state), state.stepIndex);
    totals = addTotals(subtractTotals(totals, before), totalsOf(results, state.stepIndex));
  }
  // All that has a state is contained in the totals now, as it is: receipts that come later count on top of it.
  await lease.save({ isDone: true, totals, ahead: null, cursor: planning.chunkCount });
}

/** Who was about to be sent to again may have got the first message: that is as much in doubt as it was. */
function leftInDoubt(result: RecipientResult): RecipientResult {
  if (result.status === 'CLAIMED') return afterDoubt({ status: 'IN_DOUBT', code: 'OWNER_LOST' }, result);
  return result.status === 'PLANNED' && isResent(result.code)
    ? { status: 'IN_DOUBT', code: `${RESENT}/NOT_SENT_AGAIN` }
    : result;
}

/**
 * Writes a damaged state anew: of a chunk that was claimed at least once, everybody may have been sent to. Null when its
 * recipients cannot be read either: nobody can say who they are.
 */
async function restoreState(
  { chunks, clock }: { readonly chunks: ChunkStore; readonly clock: Pick<Clock, 'sleep'> },
  lease: Lease,
  number: number,
): Promise<ChunkState | null> {
  const { jobId, shard, epoch, round } = lease.shard();
  const [chunk] = await chunks.listChunks({ jobId, shard }, number, 1);
  if (chunk?.number !== number || isUnreadable(chunk)) return null;
  const next: ChunkState = {
    number,
    epoch,
    attempt: 0,
    phase: 'RECORDED',
    results: chunk.recipients.map(() => ({ status: 'IN_DOUBT', code: 'UNREADABLE_STATE' })),
    tries: [],
    stalls: 0,
    retryAt: 0,
    stepIndex: stepOf(chunk),
    round,
    ...(round > 0 ? { before: [] } : {}),
  };
  const isWritten = await writeSurely(clock, () => chunks.writeState(keptRef(lease.shard()), next, 'UNREADABLE'));
  if (!isWritten) throw lease.lost();
  return next;
}
