import type { Ring } from '../../../src/app/delivery/index.ts';
import type { WaitingRing } from '../../../src/adapters/memory/memory-doorbell.ts';
import type { Process } from '../scheduler.ts';

/** As deployed: a message is visible again six times a function's time-out after it was taken, and taken five times. */
const MAX_RECEIVES = 5;
const VISIBILITY_TIMEOUTS = 6;

type Message = { readonly ring: Ring; visibleAt: number; receives: number; isDeleted: boolean };
type Place = { readonly message: Message; readonly process: Process; readonly killAt: number; isFree: boolean };

/** What a place works on: one message, by a function that is killed when its time is up. */
export type Started = { readonly process: Process; readonly done: Promise<'DELETE' | 'KEEP'> };

/**
 * One of the deployed queues with as many places as its function may run at once: a message in a place is invisible,
 * deleted when its function has succeeded, and comes back otherwise, until it is a dead letter.
 */
export class WorkQueue {
  readonly #messages: Message[] = [];
  readonly #places: Place[] = [];
  readonly #size: number;
  readonly #timeoutMs: number;
  deadLetters = 0;

  constructor(size: number, timeoutMs: number) {
    this.#size = size;
    this.#timeoutMs = timeoutMs;
  }

  put({ jobId, shard, lane, delaySeconds }: WaitingRing, now: number): void {
    const ring = { jobId, shard, lane };
    this.#messages.push({ ring, visibleAt: now + delaySeconds * 1_000, receives: 0, isDeleted: false });
  }

  /** Whether whoever comes now has to wait: no place is free. */
  isFull(): boolean {
    return this.#places.filter(({ isFree, process }) => !isFree && process.isAlive).length >= this.#size;
  }

  /** Gives every free place something to do. */
  serve(now: number, start: (ring: Ring, timeoutMs: number) => Started): void {
    for (const place of this.#places) {
      // A place whose function died is free at once; one that is frozen is killed when its time is up.
      if (now >= place.killAt) place.process.isAlive = false;
      if (!place.process.isAlive) place.isFree = true;
    }
    remove(this.#places, ({ isFree }) => isFree);
    remove(this.#messages, ({ isDeleted }) => isDeleted);
    while (this.#places.length < this.#size) {
      const message = this.#messages.find(({ visibleAt }) => visibleAt <= now);
      if (message === undefined) return;
      message.receives += 1;
      if (message.receives > MAX_RECEIVES) {
        message.isDeleted = true;
        this.deadLetters += 1;
        remove(this.#messages, ({ isDeleted }) => isDeleted);
        continue;
      }
      message.visibleAt = now + this.#timeoutMs * VISIBILITY_TIMEOUTS;
      const { process, done } = start(message.ring, this.#timeoutMs);
      const place: Place = { message, process, killAt: now + this.#timeoutMs, isFree: false };
      this.#places.push(place);
      void done.then((verdict) => {
        place.isFree = true;
        if (verdict === 'DELETE') message.isDeleted = true;
      });
    }
  }
}

function remove<T>(list: T[], isOut: (item: T) => boolean): void {
  for (let index = list.length - 1; index >= 0; index -= 1) {
    const item = list[index];
    if (item !== undefined && isOut(item)) list.splice(index, 1);
  }
}
