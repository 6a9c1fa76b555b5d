import type { RecipientResult } from './recipient.ts';

const HELD = 'HELD/';

/** The result of somebody who is sent to when the hours that are closed to them are over, at `until` (milliseconds since the epoch). */
export function heldResult(until: number): RecipientResult {
  return { status: 'PLANNED', code: `${HELD}${new Date(until).toISOString()}` };
}

/** Until when somebody is held, in milliseconds since the epoch; null: they are not. */
export function heldUntil({ status, code }: RecipientResult): number | null {
  if (status !== 'PLANNED' || code?.startsWith(HELD) !== true) return null;
  const until = Date.parse(code.slice(HELD.length));
  return Number.isNaN(until) ? null : until;
}
