import { afterDoubt, type RecipientResult } from '../../../domain/send-job/index.ts';
import { writeSurely } from '../lease/write-surely.ts';
import type { AttemptDeps, ChunkWork } from './attempt.ts';
import type { WorkItem } from './chunk-queue.ts';
import type { DeadLetters } from '../model/ports.ts';
import type { ChunkSettled } from '../lease/shard-cursor.ts';
import { isUnreadable, stepOf, type Chunk, type ChunkState } from '../model/chunk.ts';
import { assertSettled } from '../model/invariants.ts';
import { keptRef } from '../model/shard.ts';

const POISON: RecipientResult = { status: 'FAILED', code: 'POISON_CHUNK' };
const DOUBTFUL: RecipientResult = { status: 'IN_DOUBT', code: 'POISON_CHUNK' };

/**
 * Sets a chunk aside that no attempt could finish, so that the job goes on: who was not claimed has failed, who was
 * claimed, or may have got it before, is in doubt, and an operator finds it among the dead letters.
 */
export async function isolateChunk<Stop extends string>(
  deps: Pick<AttemptDeps, 'chunks' | 'clock'> & { readonly deadLetters: DeadLetters },
  { job, lease }: Pick<ChunkWork<Stop>, 'job' | 'lease'>,
  { chunk, state }: WorkItem,
  reason: string,
): Promise<ChunkSettled> {
  const { jobId, shard, epoch, round } = lease.shard();
  await deps.deadLetters.put({ jobId, shard, chunk: chunk.number, reason });
  if (isUnreadable(chunk)) return null;
  const isKnown = state !== null && !isUnreadable(state);
  const results = lastResults(chunk, isKnown ? state : null, state !== null && !isKnown);
  const before = isKnown ? (state.round < round ? state.results : (state.before ?? [])) : [];
  const planned = stepOf(chunk);
  // Of a step that there is not nothing can be counted.
  const stepIndex = job.steps[planned] === undefined ? (isKnown ? state.stepIndex : 0) : planned;
  const next: ChunkState = {
    number: chunk.number,
    epoch,
    attempt: isKnown ? state.attempt : 0,
    phase: 'RECORDED',
    results,
    stepIndex,
    tries: [],
    stalls: 0,
    retryAt: 0,
    round,
    ...(round > 0 ? { before } : {}),
    ...(isKnown && state.charges !== undefined ? { charges: state.charges } : {}),
  };
  const expected = isKnown ? state : state === null ? null : 'UNREADABLE';
  assertSettled({ jobId, shard }, chunk.number, results);
  const isWritten = await writeSurely(deps.clock, () => deps.chunks.writeState(keptRef(lease.shard()), next, expected));
  if (!isWritten) throw lease.lost();
  return { stepIndex, before, results };
}

function lastResults(chunk: Chunk, state: ChunkState | null, isDamaged: boolean): RecipientResult[] {
  return chunk.recipients.map((_, place) => {
    if (isDamaged || (state !== null && state.results.length !== chunk.recipients.length)) return DOUBTFUL;
    const known = state?.results[place];
    // Who may have got it in an attempt before this one has not failed.
    if (known === undefined || known.status === 'PLANNED') return afterDoubt(POISON, known);
    return known.status === 'CLAIMED' ? afterDoubt(DOUBTFUL, known) : known;
  });
}
