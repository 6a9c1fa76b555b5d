import { inTime, type Timers } from '../timers.ts';
import { ANSWER_WITHIN_MS, type EventCredential } from './post-events.ts';

/**
 * Gets what the app may speak for a customer with, or null: not now. Asked for the customer who is signed in alone; what
 * it answers is kept until it is no longer taken.
 */
export type Authorize = (customerId: string) => Promise<EventCredential | null>;

/** Keeps the credential of one customer: whoever leaves a page has no time to get one. */
export function createCredentials(authorize: Authorize, timers: Timers) {
  let known: { readonly customerId: string; readonly credential: EventCredential } | null = null;
  return {
    /** What is at hand, without waiting. */
    peek: (customerId: string): EventCredential | null => (known?.customerId === customerId ? known.credential : null),
    async get(customerId: string): Promise<EventCredential | null> {
      if (known?.customerId === customerId) return known.credential;
      try {
        const credential = await inTime(timers, ANSWER_WITHIN_MS, authorize(customerId));
        if (credential !== null) known = { customerId, credential };
        return credential;
      } catch {
        return null;
      }
    },
    forget: (): void => {
      known = null;
    },
  };
}
