import { addTotals, NO_TOTALS, totalsOf, type RecipientResult, type Totals } from '../../domain/send-job/index.ts';
import type { CompiledJob } from './compile-job.ts';
import type { Lease } from './lease.ts';
import { createPacer } from './pacer.ts';
import type { Control } from './plan-shard.ts';
import type { ChunkStore } from './ports.ts';
import { sendChunk, type SendChunkDeps } from './send-chunk.ts';
import type { Chunk, ChunkState } from './shard.ts';

/** Chunks read ahead: 25 of about 3 KB stay well below DynamoDB's page of 1 MB. */
const READ_AHEAD = 25;

/**
 * Sends what is left of a shard, several chunks at a time. First the states above the cursor are read: RECORDED ones
 * are counted, CLAIMED ones of an older owner are in doubt, WAITING ones go on.
 */
export async function sendShard<Stop extends string>(
  deps: SendChunkDeps,
  job: CompiledJob,
  lease: Lease,
  control: Control<Stop>,
  deadline: number,
): Promise<'DONE' | 'OUT_OF_TIME' | Stop> {
  const ref = { jobId: job.id, shard: lease.shard().shard };
  const states = new Map<number, ChunkState>();
  for (const state of await deps.chunks.listStates(ref, lease.shard().cursor)) states.set(state.number, state);
  const rate = job.messagesPerSecond === undefined ? undefined : job.messagesPerSecond / job.shardCount;
  const pacer = createPacer(deps.clock, rate);
  const work = { job, lease, pacer, control, deadline };
  const next = createChunkReader(deps.chunks, lease);
  const cursor = createCursor(lease, deps);
  let stop: Stop | 'OUT_OF_TIME' | null = null;

  const lane = async (): Promise<void> => {
    while (stop === null) {
      const chunk = await next();
      if (chunk === null) return;
      await lease.keep();
      const outcome = await sendChunk(deps, work, chunk, states.get(chunk.number) ?? null);
      states.delete(chunk.number);
      if (outcome.kind === 'SETTLED') await cursor.settle(chunk.number, outcome.results);
      else stop ??= outcome.why;
    }
  };

  await allOrFirstFailure(Array.from({ length: deps.settings.lanes }, lane));
  await cursor.save();
  return stop ?? 'DONE';
}

/** Waits for every lane even when one fails: a lane must not go on writing after its worker has answered. */
async function allOrFirstFailure(lanes: readonly Promise<void>[]): Promise<void> {
  const ended = await Promise.allSettled(lanes);
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}

/** Hands out the chunks from the cursor on, in order, to whoever asks. */
function createChunkReader(chunks: ChunkStore, lease: Lease): () => Promise<Chunk | null> {
  const { jobId, shard, planning, cursor } = lease.shard();
  let from = cursor;
  let page: readonly Chunk[] = [];
  let at = 0;
  let reading: Promise<void> | null = null;

  const read = async (): Promise<void> => {
    const limit = Math.min(READ_AHEAD, planning.chunkCount - from);
    page = await chunks.listChunks({ jobId, shard }, from, limit);
    at = 0;
    if (page.length === 0) throw new Error(`Chunk ${from} of shard ${shard} of job ${jobId} is missing.`);
  };

  return async () => {
    for (;;) {
      const chunk = page[at];
      if (chunk !== undefined) {
        at += 1;
        if (chunk.number !== from) throw new Error(`Chunk ${from} of shard ${shard} of job ${jobId} is missing.`);
        from += 1;
        return chunk;
      }
      if (from >= planning.chunkCount) return null;
      reading ??= read().finally(() => {
        reading = null;
      });
      await reading;
    }
  };
}

/** Moves the shard's cursor over recorded chunks without a gap, together with their totals, in one write. */
function createCursor(lease: Lease, { clock, settings }: SendChunkDeps) {
  const settled = new Map<number, Totals>();
  let position = lease.shard().cursor;
  let totals = lease.shard().totals;
  let savedAt = clock.now();

  const save = async (): Promise<void> => {
    savedAt = clock.now();
    if (position !== lease.shard().cursor) await lease.save({ cursor: position, totals });
  };

  return {
    save,
    settle: async (number: number, results: readonly RecipientResult[]): Promise<void> => {
      settled.set(number, totalsOf(results));
      for (let sum = settled.get(position); sum !== undefined; sum = settled.get(position)) {
        settled.delete(position);
        totals = addTotals(totals, sum);
        position += 1;
      }
      if (Math.abs(clock.now() - savedAt) >= settings.saveEveryMs) await save();
    },
  };
}

/**
 * Ends a shard of a cancelled job: what was recorded is counted, what an owner left in flight is in doubt, and what
 * was not claimed is never sent. Nothing is sent again whatever the policy says.
 */
export async function closeShard(chunks: ChunkStore, lease: Lease): Promise<void> {
  const { jobId, shard, epoch, cursor } = lease.shard();
  let totals = NO_TOTALS;
  for (const state of await chunks.listStates({ jobId, shard }, cursor)) {
    const results = state.results.map((result): RecipientResult =>
      result.status === 'CLAIMED' ? { status: 'IN_DOUBT', code: 'OWNER_LOST' } : result,
    );
    if (state.phase === 'CLAIMED') {
      const next: ChunkState = { ...state, epoch, phase: 'RECORDED', results };
      if (!(await chunks.writeState({ jobId, shard }, next, state))) throw lease.lost();
    }
    totals = addTotals(totals, totalsOf(results));
  }
  await lease.save({ isDone: true, totals: addTotals(lease.shard().totals, totals) });
}
