import type { AcceptedEvent } from '../../domain/event/index.ts';
import type { MessageRef, Receipt } from '../../domain/send-job/index.ts';
import type { CustomerWrite } from '../ports.ts';

/** How long an event's id is remembered at least: nothing older changes anything by its arrival, in milliseconds. */
export const EVENT_KEPT_MS = 8 * 86_400_000;

/** The most events of one customer that are written together. */
export const MAX_EVENTS_TOGETHER = 98;

/** The most events and customers, one with the other, that are written together; DynamoDB's limit of a transaction. */
export const MAX_WRITES_TOGETHER = 100;

/** Of all of them as they are stored, at most; a transaction has 4 MB. */
export const MAX_BYTES_TOGETHER = 3_000_000;

/**
 * Events of one customer, who is known, and the customer with what they changed. What they can change, `activity` and
 * `campaignEntries`, is all that is written: the revision holds the rest as it was read.
 */
export type EventWrite = { readonly accepted: readonly AcceptedEvent[]; readonly customer: CustomerWrite };

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
  /**
   * The same of several customers, each of them once: all of it or nothing. At most `MAX_WRITES_TOGETHER` in all. Answers
   * the ids of the customers for whom it would have been false: of nobody when all is written.
   */
  acceptTogether(writes: readonly EventWrite[]): Promise<ReadonlySet<string>>;
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
