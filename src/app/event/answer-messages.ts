import { answerOf, type AcceptedEvent, type EventFlag, type SaidEvent } from '../../domain/event/index.ts';
import { parseMessageRef, type Receipt } from '../../domain/send-job/index.ts';
import type { AnsweredMessages } from './ports.ts';

/** Answers of one call to messages: looked at when an event is decided, and written before the event is. */
export type AnswerWriter = {
  /** What is wrong with the reference of an event; null: it answers a message to its customer, or none at all. */
  readonly look: (event: SaidEvent) => Promise<EventFlag | null>;
  readonly add: (event: AcceptedEvent) => void;
  /** Writes what was added since. */
  readonly flush: () => Promise<void>;
};

/**
 * Collects what the events of a call say of messages. A message is its addressee's: nobody says of somebody else's that it
 * was opened. Written before the events that say so, an answer is written again when a call died in between, and counts
 * once all the same: what is known of a message only grows.
 */
export function createAnswerWriter(messages: AnsweredMessages | undefined): AnswerWriter {
  const known = new Map<string, Promise<string | null>>();
  let pending: Receipt[] = [];
  return {
    look: async ({ ref, customerId }) => {
      const parsed = ref === undefined ? null : parseMessageRef(ref);
      if (ref === undefined || parsed === null || messages === undefined) return null;
      const asked = known.get(ref) ?? messages.findAddressee(parsed);
      known.set(ref, asked);
      const addressee = await asked;
      if (addressee === null) return 'REF_UNKNOWN';
      return addressee === customerId ? null : 'REF_OF_SOMEBODY_ELSE';
    },
    add: (event) => {
      const ref = event.ref === undefined ? null : parseMessageRef(event.ref);
      if (ref !== null) pending.push({ ref, status: answerOf(event), at: event.at });
    },
    flush: async () => {
      const written = pending;
      pending = [];
      if (written.length > 0) await messages?.record(written);
    },
  };
}
