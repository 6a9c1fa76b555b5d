import { refuse, type Refused } from '../result.ts';

/** How far ahead a call may ask to be sent: audience and words are frozen when it is made, and grow stale. */
const MAX_AHEAD_MS = 14 * 86_400_000;

/** A call for a moment that has just passed, by the caller's clock or on its way here, is sent at once. */
const TOLERANCE_MS = 60_000;

/** When a call asked to be sent at `sendAt` begins; null: now. Times in milliseconds since the epoch. */
export function checkSendAt(
  sendAt: number | undefined,
  now: number,
): { readonly ok: true; readonly startsAt: number | null } | Refused<'SEND_AT_PAST' | 'SEND_AT_TOO_FAR'> {
  if (sendAt === undefined) return { ok: true, startsAt: null };
  if (!(sendAt >= now - TOLERANCE_MS)) {
    return refuse('SEND_AT_PAST', 'sendAt: this moment has passed. Leave sendAt out to send now.');
  }
  if (sendAt > now + MAX_AHEAD_MS) {
    return refuse(
      'SEND_AT_TOO_FAR',
      'sendAt: at most 14 days ahead. Call again when it is nearer, or plan a campaign.',
    );
  }
  return { ok: true, startsAt: sendAt <= now ? null : sendAt };
}
