import type { AcceptedEvent, SaidEvent } from './event.ts';

/**
 * A clock that is wrong by less stays uncorrected: what is measured of it is mostly how long a request took, and events
 * would change their order by it.
 */
const TOLERATED_SKEW_MS = 5 * 60_000;

/** What is older changes reports only: nobody waits for the answer to a cart of last week. */
const ONLINE_FOR_MS = 7 * 86_400_000;

/**
 * When an event counts as having happened. The sender's clock is corrected once, by how far its time of sending is from
 * that of arrival; what was said stays beside it. Times are milliseconds since the epoch.
 */
export function placeInTime(
  { occurredAt, sentAt }: Pick<SaidEvent, 'occurredAt' | 'sentAt'>,
  receivedAt: number,
): Pick<AcceptedEvent, 'at' | 'timing' | 'isLate'> {
  const skew = sentAt === undefined ? 0 : receivedAt - sentAt;
  const isSkewed = Math.abs(skew) > TOLERATED_SKEW_MS;
  const at = isSkewed ? occurredAt + skew : occurredAt;
  if (at > receivedAt + TOLERATED_SKEW_MS) return { at: receivedAt, timing: 'FUTURE_CLAMPED', isLate: false };
  return { at, timing: isSkewed ? 'SKEW_CORRECTED' : 'AS_SAID', isLate: at < receivedAt - ONLINE_FOR_MS };
}
