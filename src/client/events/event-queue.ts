import { bytesOf, countOf, EVENTS_DROPPED, textOf, type QueuedEvent } from './queued-event.ts';

/** How much waits at most; beyond it the oldest events go. */
export interface QueueLimits {
  readonly maxEvents: number;
  /** Of all events together, as they are stored. */
  readonly maxBytes: number;
}

/** What there was no room for, by customer. */
export type DroppedCounts = ReadonlyMap<string, number>;

/** Events in the order in which they were recorded, within limits; each is there once. */
export class EventQueue {
  readonly #limits: QueueLimits;
  readonly #events = new Map<string, { readonly event: QueuedEvent; readonly bytes: number }>();
  readonly #dropped = new Map<string, number>();
  #bytes = 0;
  #version = 0;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#events.size;
  }

  /** Changes whenever something of it does. */
  get version(): number {
    return this.#version;
  }

  get events(): readonly QueuedEvent[] {
    return [...this.#events.values()].map(({ event }) => event);
  }

  get dropped(): DroppedCounts {
    return this.#dropped;
  }

  /** Adds an event behind the others. */
  push(event: QueuedEvent): void {
    const key = keyOf(event);
    if (this.#events.has(key)) return;
    const bytes = bytesOf(textOf(event)) + 1;
    this.#version += 1;
    this.#events.set(key, { event, bytes });
    this.#bytes += bytes;
    this.#makeRoom();
  }

  /** Takes in what waited before: it is older than all that is here. */
  adopt(events: readonly QueuedEvent[], dropped: DroppedCounts): void {
    const newer = [...this.#events.values()];
    this.#events.clear();
    this.#bytes = 0;
    for (const event of [...events, ...newer.map((one) => one.event)]) this.push(event);
    for (const [customerId, count] of dropped) this.#drop(customerId, count);
  }

  remove(events: readonly QueuedEvent[]): void {
    for (const event of events) this.#remove(keyOf(event));
  }

  /** The oldest events of a customer: so many, and so many bytes as texts within a text, at most. */
  take(customerId: string, most: { readonly events: number; readonly bytes: number }): readonly QueuedEvent[] {
    const taken: QueuedEvent[] = [];
    let bytes = 0;
    for (const { event } of this.#events.values()) {
      if (event.customerId !== customerId) continue;
      bytes += wireBytes(event);
      if (taken.length >= most.events || (taken.length > 0 && bytes > most.bytes)) break;
      taken.push(event);
    }
    return taken;
  }

  /** Makes an event of what was dropped of a customer, which is sent with the others. */
  tellDropped(customerId: string, make: (count: number) => QueuedEvent): void {
    const count = this.#dropped.get(customerId) ?? 0;
    if (count === 0) return;
    this.#version += 1;
    this.#dropped.delete(customerId);
    this.push(make(count));
  }

  #makeRoom(): void {
    for (const [key, { event }] of this.#events) {
      const isFull = this.#events.size > this.#limits.maxEvents || this.#bytes > this.#limits.maxBytes;
      if (!isFull) return;
      this.#remove(key);
      this.#drop(event.customerId, countOf(event));
    }
  }

  #drop(customerId: string, count: number): void {
    this.#version += 1;
    this.#dropped.set(customerId, (this.#dropped.get(customerId) ?? 0) + count);
  }

  #remove(key: string): void {
    const found = this.#events.get(key);
    if (found === undefined) return;
    this.#version += 1;
    this.#events.delete(key);
    this.#bytes -= found.bytes;
  }
}

/** Bytes of an event in a request: as JSON within JSON, with the time of sending, and some more for safety. */
export function wireBytes(event: QueuedEvent): number {
  return bytesOf(JSON.stringify(textOf(event))) + SENT_AT_BYTES;
}

const SENT_AT_BYTES = 40;

/** Ids belong to customers. */
function keyOf({ customerId, eventId }: QueuedEvent): string {
  return `${customerId}\n${eventId}`;
}

/** The event that tells of others which there was no room for. */
export function droppedEvent(
  { eventId, customerId, occurredAt }: Pick<QueuedEvent, 'eventId' | 'customerId' | 'occurredAt'>,
  count: number,
): QueuedEvent {
  return { eventId, customerId, name: EVENTS_DROPPED, occurredAt, metrics: { count } };
}
