import type { SendJob } from './job.ts';

const DAY_MS = 86_400_000;

/** What is not sent by then is sent no more, unless its call says another time: nobody waits a week for a message. */
const SEND_WITHIN_MS = 7 * DAY_MS;

/**
 * How long a direct send may take, and how long its records are kept, from when it begins (milliseconds since the epoch).
 * Records outlive the sending, whatever the retention is.
 */
export function timesOfDirectSend(
  startsAt: number,
  { timeToLiveSeconds, retentionDays }: { readonly timeToLiveSeconds?: number; readonly retentionDays: number },
): { readonly sendUntil: number; readonly keptUntil: number } {
  const sendUntil = startsAt + (timeToLiveSeconds === undefined ? SEND_WITHIN_MS : timeToLiveSeconds * 1000);
  return { sendUntil, keptUntil: Math.max(startsAt + retentionDays * DAY_MS, sendUntil + DAY_MS) };
}

/**
 * Until when what a call brought along is kept: its words, bare addresses and values. Nothing is sent after `sendUntil`;
 * the day is for calls that had begun. Receipts name the address themselves. Undefined: as long as the job.
 */
export function contentsUntil({ audience, keptUntil, sendUntil }: SendJob): number | undefined {
  if (audience !== 'CALL' || keptUntil === undefined || sendUntil === undefined) return undefined;
  return Math.min(keptUntil, sendUntil + DAY_MS);
}
