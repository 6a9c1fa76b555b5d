import { parseTimestamp } from '../auth/sigv4-authorization.ts';
import type { Clock } from '../clock.ts';

/** How far a caller's clock may be from the sandbox's, and still be taken for it. */
const SAME_CLOCK_MS = 5 * 60_000;

/**
 * The `Date` of an answer. AWS's SDKs keep the difference to their own clock and sign with it from then on: so a function,
 * whose clock is the sandbox's, is told the sandbox's time, and whoever signs by the machine's clock is told the machine's.
 * Told another time, a function would sign wrongly as soon as the sandbox's clock is moved.
 */
export function answerDate(headers: Readonly<Record<string, string>>, clock: Clock): string {
  const signedAt = parseTimestamp(headers['x-amz-date'] ?? '').getTime();
  const isBy = (now: number): boolean => Math.abs(now - signedAt) <= SAME_CLOCK_MS;
  // Also one that was signed just before the clock was moved, unless it may have been by the machine's.
  const isOurs = isBy(clock.now()) || (!isBy(Date.now()) && (clock.beforeMoves?.() ?? []).some(isBy));
  return new Date(isOurs ? clock.now() : Date.now()).toUTCString();
}

/**
 * The `Date` of AppSync's answer. A token that is no AWS signature is held against the sandbox's clock alone: whoever makes
 * one by the machine's clock learns here by how much the sandbox's was moved.
 */
export function graphqlDate(headers: Readonly<Record<string, string>>, clock: Clock): string {
  return headers['x-amz-date'] === undefined ? new Date(clock.now()).toUTCString() : answerDate(headers, clock);
}
