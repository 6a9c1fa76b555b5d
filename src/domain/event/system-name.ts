import { RECIPIENT_STATUSES } from '../send-job/recipient.ts';

/** Pinpoint's own events: `_email.open`, `_session.start`. `__proto__` is none of them. */
const OF_PINPOINT = /^_[a-z]+\./i;

const STATUSES: ReadonlySet<string> = new Set(RECIPIENT_STATUSES);

/**
 * Whether a name is the system's own. Apps and servers may not use it: nobody marks a message as opened, or a session as
 * begun, by naming an event so.
 */
export function isSystemName(name: string): boolean {
  return OF_PINPOINT.test(name) || STATUSES.has(name.toUpperCase());
}
