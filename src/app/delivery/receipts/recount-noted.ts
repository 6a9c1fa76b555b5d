import { isUnreadable } from '../model/chunk.ts';
import { counterOf, type RecountNote } from '../model/receipt-marks.ts';
import type { SendJob } from '../model/job.ts';
import { keptRef } from '../model/shard.ts';
import { countChunk, isPassed, type CountChunkDeps } from './count-chunk.ts';

/** Notes that are read at one time. */
const PAGE = 50;

/** More than these are left to the next count. */
const MOST_NOTES = 1_000;

/**
 * Counts those noted chunks again that their shards have passed, and takes their notes down. True when none is left. What
 * is not passed yet costs a part of a read.
 */
export async function recountNoted(
  deps: CountChunkDeps,
  job: Pick<SendJob, 'id' | 'shardCount' | 'keptUntil'>,
): Promise<boolean> {
  let isAll = true;
  let fromShard = 0;
  for (let looked = 0; looked < MOST_NOTES; looked += PAGE) {
    const notes = await deps.receipts.listNotes(job.id, fromShard, PAGE);
    const left = new Set<number>();
    for (const { note, isReady } of await withReadiness(deps, job.id, notes)) {
      if (!isReady || !(await recount(deps, job, note))) left.add(note.shard);
    }
    if (left.size > 0) isAll = false;
    const last = notes.at(-1);
    if (last === undefined || notes.length < PAGE) return isAll;
    // Behind a chunk that its shard has not passed, none of that shard is passed either.
    fromShard = left.has(last.shard) ? last.shard + 1 : last.shard;
  }
  return false;
}

async function withReadiness({ shards }: CountChunkDeps, jobId: string, notes: readonly RecountNote[]) {
  const numbers = [...new Set(notes.map(({ shard }) => shard))];
  const found = await Promise.all(numbers.map((shard) => shards.get({ jobId, shard })));
  const known = new Map(found.map((shard, index) => [numbers[index], shard]));
  return notes.map((note) => {
    const shard = known.get(note.shard);
    return { note, isReady: shard !== undefined && shard !== null && isPassed(shard, note.number) };
  });
}

/**
 * True when the chunk is counted and its note is down. The revision goes up even when nothing has changed, so that
 * whoever is recording by results of before is refused.
 */
async function recount(
  deps: CountChunkDeps,
  job: Pick<SendJob, 'id' | 'shardCount' | 'keptUntil'>,
  note: RecountNote,
): Promise<boolean> {
  const { number, id } = note;
  const ref = keptRef({ jobId: job.id, shard: note.shard, keptUntil: job.keptUntil });
  const known = await deps.receipts.get(ref, number);
  if (known !== null && isUnreadable(known)) {
    // What it says nobody can tell; the others are counted.
    await deps.receipts.dropNote(job.id, note);
    return true;
  }
  const { revision = 0, marks = [] } = known ?? {};
  const { counted, difference, isFinal } = await countChunk(deps, ref, number, known, marks);
  if (!isFinal) return false;
  const count = { counter: counterOf(job, note), difference, takesDown: id };
  return deps.receipts.put(ref, { number, revision: revision + 1, marks, counted }, count);
}
