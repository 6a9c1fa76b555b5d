import type { FrequencyCap } from '../../../domain/campaign/index.ts';
import { attemptChunk } from './attempt-chunk.ts';
import type { AttemptDeps, AttemptOutcome, ChunkWork } from './attempt.ts';
import { ChunkFaultError } from './chunk-fault.ts';
import { createChunkQueue, READ_AHEAD, type WorkItem } from './chunk-queue.ts';
import type { CompiledJob } from '../model/compiled-job.ts';
import { followUp, type FollowUpDeps } from './follow-up.ts';
import { createGate } from '../pace/gate.ts';
import { isolateChunk } from './isolate-chunk.ts';
import type { Lease } from '../lease/lease.ts';
import { noteHeldOut } from './note-held-out.ts';
import type { Limiter } from '../pace/limiter.ts';
import { createPlannedAddresses } from '../plan/planned-addresses.ts';
import { createPacer } from '../pace/pacer.ts';
import type { Control } from '../model/control.ts';
import type { DeadLetters } from '../model/ports.ts';
import { createShardCursor } from '../lease/shard-cursor.ts';
import { isUnreadable, stepOf, type ChunkState, type Unreadable } from '../model/chunk.ts';
import type { PresentPrices } from './present-prices.ts';
import type { Blocked } from './weigh-answers.ts';

export type SendShardDeps = AttemptDeps & FollowUpDeps & { readonly deadLetters: DeadLetters };

/**
 * How the sending of a shard ended. LATER: there is nothing to do before `until` (milliseconds since the epoch).
 * BLOCKED: nothing more of the job can be sent for now.
 */
export type ShardEnd<Stop extends string> =
  | { readonly kind: 'DONE' }
  | { readonly kind: 'STOPPED'; readonly why: Stop | 'OUT_OF_TIME' }
  | { readonly kind: 'LATER'; readonly until: number }
  | { readonly kind: 'BLOCKED'; readonly by: Blocked };

/**
 * Sends what is left of a shard, several chunks at a time. First the states above the cursor are read: RECORDED ones
 * are counted, CLAIMED ones of an older owner are in doubt, WAITING ones go on. When the next thing to do is far off, it
 * ends, so that its place is free for others. When one lane fails, the others end after the call they are at.
 */
export async function sendShard<Stop extends string>(
  deps: SendShardDeps,
  job: CompiledJob,
  lease: Lease,
  control: Control<Stop>,
  course: {
    readonly deadline: number;
    readonly limiterOf: (stepIndex: number) => Limiter;
    readonly frequencyCaps: () => readonly FrequencyCap[];
    readonly prices: PresentPrices;
    /** Tells watchers how far the job is; called between chunks. */
    readonly tick: () => Promise<void>;
  },
): Promise<ShardEnd<Stop>> {
  const { deadline } = course;
  const ref = { jobId: job.id, shard: lease.shard().shard };
  const { cursor: start, planning } = lease.shard();
  const left = planning.chunkCount - start;
  const [stored, first] = await Promise.all([
    left === 1 ? deps.chunks.listStates(ref, start, 1) : deps.chunks.listStates(ref, start),
    deps.chunks.listChunks(ref, start, Math.min(READ_AHEAD, left)),
  ]);
  const states = new Map<number, ChunkState | Unreadable>(stored.map((state) => [state.number, state]));
  const { clock, settings } = deps;
  const pacer = createPacer(clock, () => deps.ids.random());
  const gate = createGate();
  const queue = createChunkQueue(deps, lease, states, first);
  const cursor = createShardCursor(lease, deps);
  cursor.showStored(stored);
  const follow = followUp(deps, job);
  const planned = createPlannedAddresses(deps, ref, job.shardCount);
  const { limiterOf, frequencyCaps, prices } = course;
  const work: ChunkWork<Stop> = {
    job,
    lease,
    planned,
    pacer,
    limiterOf,
    gate,
    control,
    deadline,
    frequencyCaps,
    prices,
  };
  let end: ShardEnd<Stop> | null = null;
  let hasFailed = false;
  let working = 0;
  // Until something is settled here there is nothing new to count.
  let hasNews = false;

  const wait = async (until: number): Promise<void> => {
    const left = until - clock.now();
    if (left > settings.maxIdleMs) end ??= { kind: 'LATER', until };
    else if (until > deadline) end ??= { kind: 'STOPPED', why: 'OUT_OF_TIME' };
    else {
      await clock.sleep(Math.min(left, settings.maxIdleMs));
      await lease.keep();
    }
  };

  const workOn = async (item: WorkItem): Promise<void> => {
    const outcome = await attempt(deps, work, item);
    switch (outcome.kind) {
      case 'SETTLED': {
        const { results, before } = outcome;
        hasNews = true;
        await follow(item.chunk, outcome);
        const stepIndex = isUnreadable(item.chunk) ? 0 : stepOf(item.chunk);
        await cursor.settle(item.chunk.number, { stepIndex, before, results });
        break;
      }
      case 'AGAIN':
        hasNews = true;
        await follow(item.chunk, { ...outcome, results: outcome.state.results });
        await cursor.show(outcome.state);
        queue.park({ ...item, state: outcome.state }, outcome.state.retryAt);
        if (outcome.blocked !== undefined) end ??= { kind: 'BLOCKED', by: outcome.blocked };
        break;
      case 'LATER':
        queue.park(item, outcome.until, outcome.isHeld);
        break;
      case 'FAULT':
        if (item.faults + 1 < settings.maxFaults) {
          queue.park({ ...item, faults: item.faults + 1 }, clock.now() + settings.backoffMs);
        } else {
          await cursor.settle(item.chunk.number, await isolateChunk(deps, work, item, outcome.reason));
        }
        break;
      case 'STOPPED':
        end ??= outcome;
        break;
    }
  };

  const lane = async (): Promise<void> => {
    while (end === null && !hasFailed) {
      const next = await queue.next();
      if (next.kind === 'EMPTY') return;
      if (next.kind === 'WAIT') {
        // Whoever is at work looks after what comes next, and finds the same when it was the last.
        if (working > 0 && next.until - clock.now() > settings.maxIdleMs) return;
        await wait(next.until);
        continue;
      }
      working += 1;
      try {
        await lease.keep();
        if (hasNews) await course.tick();
        await workOn(next.item);
      } catch (error) {
        hasFailed = true;
        throw error;
      } finally {
        working -= 1;
      }
    }
  };

  await allOrFirstFailure(Array.from({ length: settings.lanes }, lane));
  // Before the shard is done, as nobody looks at it after that.
  if (end === null && !(await noteHeldOut(deps, job, lease, deadline))) end = { kind: 'STOPPED', why: 'OUT_OF_TIME' };
  if (end === null) await cursor.finish();
  else await cursor.save();
  return end ?? { kind: 'DONE' };
}

type Fault = { readonly kind: 'FAULT'; readonly reason: string };

/** One attempt; what is wrong with this chunk alone is an outcome, everything else goes up. */
async function attempt<Stop extends string>(
  deps: AttemptDeps,
  work: ChunkWork<Stop>,
  { chunk, state }: WorkItem,
): Promise<AttemptOutcome<Stop> | Fault> {
  if (isUnreadable(chunk)) return { kind: 'FAULT', reason: 'its stored recipients cannot be read' };
  try {
    return await attemptChunk(deps, work, chunk, state);
  } catch (error) {
    if (error instanceof ChunkFaultError) return { kind: 'FAULT', reason: error.message };
    throw error;
  }
}

/** Waits for every lane even when one fails: a lane must not go on writing after its worker has answered. */
async function allOrFirstFailure(lanes: readonly Promise<void>[]): Promise<void> {
  const ended = await Promise.allSettled(lanes);
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}
