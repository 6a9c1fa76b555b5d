import type { createCredentials } from './credentials.ts';
import { wireBytes, type EventQueue } from './event-queue.ts';
import { bodyOf, postEvents, type EventTarget, type Posted, type PostedOutcome } from './post-events.ts';
import { bytesOf, type QueuedEvent } from './queued-event.ts';

/** An event that the server will never take, and why. */
export interface RejectedEvent {
  readonly event: QueuedEvent;
  readonly code: string;
  readonly message: string;
}

/** What came of sending: whether everything of the customer was sent, or it is to be tried later. */
export type Sent = 'ALL' | 'LATER';

const MAX_EVENTS = 100;
/** AppSync takes 1 MB. */
const MAX_BYTES = 250_000;

/**
 * What a browser lets outlive its page in all requests together, less some room for others of the page
 * (https://fetch.spec.whatwg.org/#http-network-or-cache-fetch: 64 KiB).
 */
const KEEPALIVE_BYTES = 60_000;
const BODY_BYTES = 300;

/** Refusals of a call that another credential may end. */
const OF_CREDENTIAL: ReadonlySet<string> = new Set(['Unauthorized', 'APP_TOKEN_EXPIRED', 'APP_TOKEN_REVOKED']);

/** A customer whom nobody has told the server of yet may be known tomorrow. */
const UNKNOWN_FOR_MS = 86_400_000;

/** Sends what waits of one customer, batch by batch. Events are taken away when the server has said what became of them. */
export function createQueueSender({
  queue,
  credentials,
  now,
  tellRejected,
  ...target
}: EventTarget & {
  readonly queue: EventQueue;
  readonly credentials: ReturnType<typeof createCredentials>;
  readonly now: () => number;
  readonly tellRejected: (rejected: RejectedEvent) => void;
}) {
  /** Smaller after a call that was refused as a whole, so that what is wrong in it is found, and holds nobody up. */
  let most = MAX_EVENTS;

  const settle = (events: readonly QueuedEvent[], outcomes: readonly PostedOutcome[]): Sent => {
    const done = events.filter((event, place) => {
      const { outcome, code, message } = outcomes[place] ?? { outcome: 'REJECTED', code: null, message: null };
      if (outcome !== 'REJECTED') return true;
      if (code === 'CUSTOMER_MISMATCH') {
        // The credential is somebody else's: these wait for their own.
        credentials.forget();
        return false;
      }
      if (code === 'UNKNOWN_CUSTOMER' && now() - event.occurredAt < UNKNOWN_FOR_MS) return false;
      tellRejected({ event, code: code ?? 'REJECTED', message: message ?? '' });
      return true;
    });
    queue.remove(done);
    return done.length === events.length ? 'ALL' : 'LATER';
  };

  /** Whether to go on with the next batch at once. */
  const take = (events: readonly QueuedEvent[], posted: Posted): Sent => {
    if (posted.kind === 'ANSWERED') {
      most = MAX_EVENTS;
      return settle(events, posted.outcomes);
    }
    if (posted.kind === 'NO_ANSWER') return 'LATER';
    if (OF_CREDENTIAL.has(posted.code)) credentials.forget();
    if (posted.code !== 'INVALID_INPUT') return 'LATER';
    const [event] = events;
    if (events.length > 1 || event === undefined) most = Math.ceil(events.length / 2);
    else {
      queue.remove([event]);
      tellRejected({ event, code: posted.code, message: 'The server does not understand this event.' });
    }
    return 'ALL';
  };

  return {
    /** Sends all of a customer's, or until something is in the way. */
    async sendAll(customerId: string): Promise<Sent> {
      let hasNewCredential = false;
      for (;;) {
        const events = queue.take(customerId, { events: most, bytes: MAX_BYTES });
        if (events.length === 0) return 'ALL';
        const credential = await credentials.get(customerId);
        if (credential === null) return 'LATER';
        const posted = await postEvents(target, credential, { body: bodyOf(events, now()), count: events.length });
        if (take(events, posted) === 'ALL') continue;
        const mayTryAnew = posted.kind === 'REFUSED' && OF_CREDENTIAL.has(posted.code) && !hasNewCredential;
        if (!mayTryAnew) return 'LATER';
        hasNewCredential = true;
      }
    },
    /**
     * Sends what fits into the last requests of a page that is going away; what does not fit, and what is not answered
     * any more, is there at the next visit.
     */
    sendLast(customerId: string, whenAnswered: () => void): void {
      const credential = credentials.peek(customerId);
      if (credential === null) return;
      let room = KEEPALIVE_BYTES;
      let taken = queue.take(customerId, { events: Number.MAX_SAFE_INTEGER, bytes: room - BODY_BYTES });
      while (taken.length > 0) {
        const events = taken.slice(0, MAX_EVENTS);
        taken = taken.slice(MAX_EVENTS);
        const body = bodyOf(events, now());
        if (bytesOf(body) > room) return;
        room -= bytesOf(body);
        void postEvents(target, credential, { body, count: events.length, isLast: true }).then((posted) => {
          take(events, posted);
          whenAnswered();
        });
        const rest = room - BODY_BYTES;
        let used = 0;
        taken = taken.filter((event) => (used += wireBytes(event)) <= rest);
      }
    },
  };
}
