import {
  addReceipt,
  NO_MARK,
  type MessageRef,
  type Receipt,
  type RecipientResult,
} from '../../../domain/send-job/index.ts';
import type { Clock, Ids } from '../../ports.ts';
import { isUnreadable, type Chunk } from '../model/chunk.ts';
import type { SendJob } from '../model/job.ts';
import { counterOf } from '../model/receipt-marks.ts';
import { keptRef, type ShardRef } from '../model/shard.ts';
import { countChunk, type CountChunkDeps } from './count-chunk.ts';

export type WriteMarksDeps = CountChunkDeps & { readonly clock: Pick<Clock, 'sleep'>; readonly ids: Ids };

/** What the receipts of a chunk say now, and the places of which they say something new. */
export type WrittenMarks = { readonly changed: readonly number[]; readonly marks: readonly RecipientResult[] };

const MAX_TRIES = 20;
const LONGEST_WAIT_MS = 200;

/** What is stored of a chunk's receipts is damaged: no receipt of it can be recorded, those of others can. */
class DamagedMarksError extends Error {
  override readonly name = 'DamagedMarksError';
  readonly code = 'DAMAGED_RECEIPTS';
  constructor(readonly ref: ShardRef & Pick<MessageRef, 'chunk'>) {
    super(
      `What is stored of the receipts of chunk ${ref.chunk} (shard ${ref.shard}, job ${ref.jobId}) cannot be read.`,
    );
  }
}

/**
 * Writes what new receipts say of a chunk, and what that changes about the job, at once: a receipt that is handed in
 * twice finds itself, and counts once.
 */
export async function writeMarks(
  deps: WriteMarksDeps,
  job: Pick<SendJob, 'shardCount' | 'keptUntil'>,
  ref: MessageRef,
  chunk: Chunk,
  receipts: readonly Receipt[],
): Promise<WrittenMarks> {
  const { chunk: number } = ref;
  const kept = keptRef({ ...ref, keptUntil: job.keptUntil });
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    // Other functions write receipts of the same chunk, or into the same counter, at the same moment.
    if (attempt > 0) await deps.clock.sleep(deps.ids.random() * Math.min(LONGEST_WAIT_MS, 10 * 2 ** attempt));
    const known = await deps.receipts.get(ref, number);
    if (known !== null && isUnreadable(known)) throw new DamagedMarksError(ref);
    const marks = chunk.recipients.map((_, place) => known?.marks[place] ?? NO_MARK);
    const changed = new Set<number>();
    for (const receipt of receipts) {
      const { place } = receipt.ref;
      const mark = marks[place] ?? NO_MARK;
      const next = addReceipt(mark, receipt);
      if (next !== mark) changed.add(place);
      marks[place] = next;
    }
    if (changed.size === 0) return { changed: [], marks };
    const { counted, difference, isFinal } = await countChunk(deps, ref, number, known, marks);
    const next = { number, revision: (known?.revision ?? 0) + 1, marks, counted };
    const count = { counter: counterOf(job, { shard: ref.shard, number }), difference };
    const isPut = await deps.receipts.put(kept, next, isFinal ? count : { ...count, putsUp: deps.ids.next() });
    if (isPut) return { changed: [...changed], marks };
  }
  throw new Error(`The receipts of chunk ${number} of job ${ref.jobId} changed ${MAX_TRIES} times meanwhile.`);
}
