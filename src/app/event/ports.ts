import type { AcceptedEvent } from '../../domain/event/index.ts';
import type { MessageRef, Receipt } from '../../domain/send-job/index.ts';
import type { CustomerWrite } from '../ports.ts';

/** How long an event's id is remembered at least: nothing older changes anything by its arrival, in milliseconds. */
export const EVENT_KEPT_MS = 8 * 86_400_000;

/** The most events of one customer that are written together. */
export const MAX_EVENTS_TOGETHER = 98;

/** What was counted lately, by customer and event id. */
export interface EventStore {
  /** The digests of those of up to 100 events that are known, by event id. Consistent. */
  findDigests(customerId: string, eventIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /**
   * Writes up to `MAX_EVENTS_TOGETHER` events of one customer, and the customer with what they changed, together: all of
   * it or nothing. False when one of the events is known by now, or the customer has changed since or is gone: nobody
   * is remembered by an event who is forgotten.
   */
  accept(events: readonly AcceptedEvent[], customer: CustomerWrite): Promise<boolean>;
  /** Forgets the events of a customer. */
  forget(customerId: string): Promise<void>;
}

/** The messages that events answer. */
export interface AnsweredMessages {
  /** The customer to whom a message is; null when no such message is known. */
  findAddressee(ref: MessageRef): Promise<string | null>;
  /** Writes down what was done with messages: all of it, or it throws. What was written before changes nothing. */
  record(answers: readonly Receipt[]): Promise<void>;
}
