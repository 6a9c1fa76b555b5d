import { isUnreadable, type ChunkStore, type ShardRef } from '../../../src/app/delivery/index.ts';
import type { MessageRef } from '../../../src/domain/send-job/index.ts';
import type { Process } from '../scheduler.ts';

/** A claim that was applied in the store. */
type Claim = { readonly process: Process; isCalled: boolean; isHeldUp: boolean };

/** Who claimed what, and whether the call that the claim was for began. */
export class Claims {
  readonly #byChunk = new Map<string, Claim[]>();
  readonly #open = new Map<Process, Set<Claim>>();

  /** The chunk store as one process sees it: claims are noted in the moment they are applied. */
  watch(process: Process, chunks: ChunkStore): ChunkStore {
    return {
      ...chunks,
      writeState: async (ref, next, expected) => {
        const isWritten = await chunks.writeState(ref, next, expected);
        if (isWritten && next.phase === 'CLAIMED') this.#note(nameOf(ref, next.number), process);
        return isWritten;
      },
    };
  }

  #note(name: string, process: Process): void {
    const claims = this.#byChunk.get(name) ?? [];
    this.#byChunk.set(name, claims);
    const last = claims.at(-1);
    // The same write again, because its answer was lost.
    if (last?.process === process && !last.isCalled) return;
    const claim = { process, isCalled: false, isHeldUp: false };
    claims.push(claim);
    const open = this.#open.get(process) ?? new Set();
    this.#open.set(process, open.add(claim));
  }

  called(process: Process, refs: readonly MessageRef[]): void {
    for (const ref of refs) {
      const claim = this.#byChunk.get(nameOf(ref, ref.chunk))?.findLast((one) => one.process === process);
      if (claim === undefined) continue;
      claim.isCalled = true;
      this.#open.get(process)?.delete(claim);
    }
  }

  /** The process stops where it is, for good or for longer than a lease. */
  heldUp(process: Process): void {
    for (const claim of this.#open.get(process) ?? []) claim.isHeldUp = true;
  }

  /** Whether a claim of a chunk was applied whose worker died or stalled before its call. */
  wasHeldUp({ jobId, shard, chunk }: Omit<MessageRef, 'place'>): boolean {
    const claims = this.#byChunk.get(nameOf({ jobId, shard }, chunk)) ?? [];
    return claims.some(({ isCalled, isHeldUp }) => isHeldUp && !isCalled);
  }
}

function nameOf({ jobId, shard }: ShardRef, chunk: number): string {
  return `${jobId}.${shard}.${chunk}`;
}

/** Rows that somebody damaged: chunks for good, a state until it is written anew. */
export class Damage {
  readonly chunks = new Set<string>();
  readonly states = new Set<string>();
  readonly #now = new Set<string>();
  readonly #share: number;
  readonly #random: () => number;

  constructor(share: number, random: () => number) {
    this.#share = share;
    this.#random = random;
  }

  /** Whether a chunk or its state was ever damaged. */
  isOf({ jobId, shard, chunk }: Omit<MessageRef, 'place'>): boolean {
    const name = nameOf({ jobId, shard }, chunk);
    return this.chunks.has(name) || this.states.has(name);
  }

  wrap(chunks: ChunkStore): ChunkStore {
    if (this.#share === 0) return chunks;
    return {
      ...chunks,
      putPlanned: async (ref, epoch, planned) => {
        for (const { number } of planned.chunks) {
          if (this.#random() < this.#share / 4) this.chunks.add(nameOf(ref, number));
        }
        return chunks.putPlanned(ref, epoch, planned);
      },
      listChunks: async (ref, from, limit) =>
        (await chunks.listChunks(ref, from, limit)).map((chunk) =>
          this.chunks.has(nameOf(ref, chunk.number)) ? { number: chunk.number, isUnreadable: true } : chunk,
        ),
      listStates: async (ref, from, limit) =>
        (await chunks.listStates(ref, from, limit)).map((state) =>
          this.#now.has(nameOf(ref, state.number)) ? { number: state.number, isUnreadable: true } : state,
        ),
      writeState: async (ref, next, expected) => {
        const name = nameOf(ref, next.number);
        if (!this.#now.has(name)) {
          const isWritten = await chunks.writeState(ref, next, expected);
          if (isWritten && next.round === 0 && next.phase !== 'RECORDED' && this.#random() < this.#share / 4) {
            this.states.add(name);
            this.#now.add(name);
          }
          return isWritten;
        }
        if (expected !== 'UNREADABLE') return false;
        const [known] = await chunks.listStates(ref, next.number, 1);
        const isWritten = await chunks.writeState(ref, next, known === undefined || isUnreadable(known) ? null : known);
        if (isWritten) this.#now.delete(name);
        return isWritten;
      },
    };
  }
}
