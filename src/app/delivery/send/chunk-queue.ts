import type { Clock } from '../../ports.ts';
import type { Lease } from '../lease/lease.ts';
import type { ChunkStore } from '../model/ports.ts';
import type { WorkSettings } from '../model/settings.ts';
import { isUnreadable, type Chunk, type ChunkState, type Unreadable } from '../model/chunk.ts';

/** A chunk to work on, with what became of it so far; `faults` counts failures here, not at the provider. */
export type WorkItem = {
  readonly chunk: Chunk | Unreadable;
  readonly state: ChunkState | Unreadable | null;
  readonly faults: number;
};

/** WAIT: everything left is to be tried again, not before `until`. */
export type NextItem =
  | { readonly kind: 'WORK'; readonly item: WorkItem }
  | { readonly kind: 'WAIT'; readonly until: number }
  | { readonly kind: 'EMPTY' };

export type ChunkQueue = {
  readonly next: () => Promise<NextItem>;
  /** Puts a chunk aside until `dueAt`, so that its lane can go on with others. */
  readonly park: (item: WorkItem, dueAt: number, isHeld?: true) => void;
};

/** Chunks read ahead: 25 of about 3 KB stay well below DynamoDB's page of 1 MB. */
export const READ_AHEAD = 25;

/** Chunks put aside at one time, for each lane: a bound on memory, and on how far the cursor lags behind. */
const PARKED_PER_LANE = 8;

/** So long a shard waits at most for hours to be over, before it looks again. */
const MAX_HELD_MS = 900_000;

/** Hands out the chunks from the cursor on to whoever asks: those that are due again first, then the next in order. */
export function createChunkQueue(
  deps: { chunks: ChunkStore; clock: Clock; settings: WorkSettings },
  lease: Lease,
  states: ReadonlyMap<number, ChunkState | Unreadable>,
  /** The first chunks from the cursor on, up to `READ_AHEAD` of them, as they were read. */
  first: readonly (Chunk | Unreadable)[],
): ChunkQueue {
  const { jobId, shard, planning, cursor } = lease.shard();
  const { clock, settings } = deps;
  let parked: { item: WorkItem; dueAt: number; isHeld: boolean }[] = [];
  let from = cursor;
  let page = new Map<number, Chunk | Unreadable>(first.map((chunk) => [chunk.number, chunk]));
  let pageEnd = Math.min(cursor + READ_AHEAD, planning.chunkCount);
  let reading: Promise<void> | null = null;

  const read = async (): Promise<void> => {
    const limit = Math.min(READ_AHEAD, planning.chunkCount - from);
    const found = await deps.chunks.listChunks({ jobId, shard }, from, limit);
    page = new Map(found.map((chunk) => [chunk.number, chunk]));
    pageEnd = from + limit;
  };

  const park: ChunkQueue['park'] = (item, dueAt, isHeld) => {
    // A clock that jumped must not make a retry wait for longer than any backoff, and what is held for longer than a bell.
    const longest = isHeld === true ? MAX_HELD_MS : settings.maxBackoffMs;
    parked.push({ item, dueAt: Math.min(dueAt, clock.now() + longest), isHeld: isHeld === true });
  };

  const takeDue = (): WorkItem | undefined => {
    const now = clock.now();
    const due = parked.find(({ dueAt }) => dueAt <= now);
    if (due !== undefined) parked = parked.filter((other) => other !== due);
    return due?.item;
  };

  const takeFresh = async (): Promise<WorkItem | undefined> => {
    while (from < planning.chunkCount) {
      if (from >= pageEnd) {
        reading ??= read().finally(() => {
          reading = null;
        });
        await reading;
        continue;
      }
      const number = from;
      from += 1;
      // A chunk that is planned and not there is as lost as one that cannot be read.
      const chunk = page.get(number) ?? { number, isUnreadable: true };
      const item = { chunk, state: states.get(number) ?? null, faults: 0 };
      const dueAt = waitsUntil(item);
      if (dueAt <= clock.now()) return item;
      park(item, dueAt);
    }
    return undefined;
  };

  return {
    park,
    next: async () => {
      // Whoever is held for hours keeps nobody from the others.
      const waiting = parked.reduce((sum, one) => sum + (one.isHeld ? 0 : 1), 0);
      const mayRead = waiting < settings.lanes * PARKED_PER_LANE;
      const item = takeDue() ?? (mayRead ? await takeFresh() : undefined);
      if (item !== undefined) return { kind: 'WORK', item };
      if (parked.length === 0) return { kind: 'EMPTY' };
      return { kind: 'WAIT', until: Math.min(...parked.map(({ dueAt }) => dueAt)) };
    },
  };
}

function waitsUntil({ state }: WorkItem): number {
  return state === null || isUnreadable(state) || state.phase !== 'WAITING' ? 0 : state.retryAt;
}
