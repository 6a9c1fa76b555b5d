import { DueHeap } from './due-heap.ts';
import type { ReceivedMessage, SentMessage } from './message.ts';

interface Held {
  readonly message: SentMessage;
  /** Hidden until then: a delay, or the visibility time-out of a receive. */
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt: number;
  /** Handle of the newest receive; older ones are stale. */
  handle: string | undefined;
}

export interface HeldSnapshot {
  readonly message: SentMessage;
  readonly visibleAt: number;
  readonly receiveCount: number;
  readonly firstReceivedAt: number;
  readonly handle?: string | undefined;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-exactly-once-processing.html */
const DEDUPLICATION_MS = 5 * 60 * 1000;

/** The messages of one queue in memory. Time is an argument; nothing here waits or writes. */
export class QueueState {
  readonly #held = new Map<string, Held>();
  readonly #due = new DueHeap();
  #ready: string[] = [];
  #readyHead = 0;
  readonly #recentIds = new Map<
    string,
    { readonly id: string; readonly at: number; readonly sequenceNumber: string | undefined }
  >();

  constructor(
    readonly fifo: boolean,
    readonly retentionMs: number,
  ) {}

  add(message: SentMessage, visibleAt: number): void {
    this.restore({ message, visibleAt, receiveCount: 0, firstReceivedAt: 0 });
  }

  restore(snapshot: HeldSnapshot): void {
    const { message } = snapshot;
    this.#held.set(message.id, { ...snapshot, handle: snapshot.handle });
    this.#due.add(snapshot.visibleAt, message.id);
    if (message.deduplicationId !== undefined) {
      this.#recentIds.set(message.deduplicationId, {
        id: message.id,
        at: message.sentAt,
        sequenceNumber: message.sequenceNumber,
      });
    }
  }

  /** The message that was accepted with this deduplication id within the last five minutes. */
  duplicateOf(
    deduplicationId: string,
    now: number,
  ): { readonly id: string; readonly sequenceNumber: string | undefined } | undefined {
    const earlier = this.#recentIds.get(deduplicationId);
    return earlier !== undefined && now - earlier.at < DEDUPLICATION_MS ? earlier : undefined;
  }

  /** Takes up to `max` visible messages out of sight. `mayReceive` refuses messages that go to the dead-letter queue instead; those are removed. */
  receive(
    max: number,
    now: number,
    visibilityMs: number,
    newHandle: () => string,
    mayReceive: (held: { readonly message: SentMessage; readonly receiveCount: number }) => boolean,
  ): ReceivedMessage[] {
    this.expire(now);
    const received: ReceivedMessage[] = [];
    const blocked = this.fifo ? this.#groupsInFlight(now) : undefined;
    const candidates = this.fifo ? this.#held.values() : this.#visible(now);
    for (const held of candidates) {
      if (received.length >= max) break;
      if (blocked !== undefined) {
        const group = held.message.groupId ?? '';
        if (blocked.has(group) || held.visibleAt > now) {
          blocked.add(group);
          continue;
        }
      }
      if (now - held.message.sentAt >= this.retentionMs || !mayReceive(held)) {
        this.#held.delete(held.message.id);
        continue;
      }
      held.receiveCount += 1;
      if (held.firstReceivedAt === 0) held.firstReceivedAt = now;
      held.handle = newHandle();
      held.visibleAt = now + visibilityMs;
      this.#due.add(held.visibleAt, held.message.id);
      received.push({
        ...held.message,
        receiptHandle: held.handle,
        receiveCount: held.receiveCount,
        firstReceivedAt: held.firstReceivedAt,
      });
    }
    return received;
  }

  /** Applies a receive read from the journal. */
  replayReceive(id: string, visibleAt: number, handle: string, firstReceivedAt: number): void {
    const held = this.#held.get(id);
    if (held === undefined) return;
    held.receiveCount += 1;
    held.handle = handle;
    held.firstReceivedAt = firstReceivedAt;
    held.visibleAt = visibleAt;
    this.#due.add(visibleAt, id);
  }

  remove(id: string): boolean {
    return this.#held.delete(id);
  }

  changeVisibility(id: string, visibleAt: number): boolean {
    const held = this.#held.get(id);
    if (held === undefined) return false;
    held.visibleAt = visibleAt;
    this.#due.add(visibleAt, id);
    return true;
  }

  find(id: string): HeldSnapshot | undefined {
    return this.#held.get(id);
  }

  clear(): void {
    this.#held.clear();
    this.#due.clear();
    this.#ready = [];
    this.#readyHead = 0;
  }

  /** Removes messages older than the retention period; SQS counts it from the first send. */
  expire(now: number): void {
    for (const [id, recent] of this.#recentIds) {
      if (now - recent.at < DEDUPLICATION_MS) break;
      this.#recentIds.delete(id);
    }
    for (const [id, held] of this.#held) {
      // Insertion order is send order, except for messages moved from another queue, so the first young one ends the walk; receive checks each candidate again.
      if (now - held.message.sentAt < this.retentionMs) return;
      this.#held.delete(id);
    }
  }

  nextVisibleAt(): number | undefined {
    return this.#due.nextAt();
  }

  counts(now: number): { readonly visible: number; readonly inFlight: number; readonly delayed: number } {
    let visible = 0;
    let inFlight = 0;
    let delayed = 0;
    for (const held of this.#held.values()) {
      if (held.visibleAt <= now) visible += 1;
      else if (held.receiveCount > 0) inFlight += 1;
      else delayed += 1;
    }
    return { visible, inFlight, delayed };
  }

  get size(): number {
    return this.#held.size;
  }

  snapshots(): IterableIterator<HeldSnapshot> {
    return this.#held.values();
  }

  #groupsInFlight(now: number): Set<string> {
    const groups = new Set<string>();
    for (const held of this.#held.values())
      if (held.visibleAt > now && held.receiveCount > 0) groups.add(held.message.groupId ?? '');
    return groups;
  }

  *#visible(now: number): Generator<Held> {
    for (let id = this.#due.takeDue(now); id !== undefined; id = this.#due.takeDue(now)) this.#ready.push(id);
    while (this.#readyHead < this.#ready.length) {
      const id = this.#ready[this.#readyHead];
      const held = id === undefined ? undefined : this.#held.get(id);
      if (held === undefined || held.visibleAt > now) {
        this.#advance();
        continue;
      }
      // Advance only after the consumer took it: a consumer that stops at its maximum leaves this one ready.
      const before = held.handle;
      yield held;
      if (held.handle !== before || !this.#held.has(held.message.id)) this.#advance();
    }
  }

  #advance(): void {
    this.#readyHead += 1;
    if (this.#readyHead < 1024 || this.#readyHead * 2 < this.#ready.length) return;
    this.#ready = this.#ready.slice(this.#readyHead);
    this.#readyHead = 0;
  }
}
