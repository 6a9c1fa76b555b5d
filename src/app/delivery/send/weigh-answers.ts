import type { Pacer } from '../pace/pacer.ts';
import type { QuotaPeriod, SendResult } from '../model/sender.ts';

/** Whether an answer uses up one of its recipient's tries; a provider that is busy or away does not. */
export function isTry(result: SendResult): boolean {
  return result.kind === 'UNKNOWN' || (result.kind === 'ANSWERED' && result.isRetriable);
}

/** Why nothing more of a job can be sent for now: an operator has to do something, or a quota is used up. */
export type Blocked =
  | { readonly cause: 'DENIED'; readonly code: string }
  | { readonly cause: 'QUOTA'; readonly code: string; readonly period: QuotaPeriod };

/** What in the answers of a call keeps the rest of the job from being sent, or null. */
export function blockedBy(answers: readonly SendResult[]): Blocked | null {
  for (const answer of answers) {
    if (answer.kind !== 'NOT_SENT') continue;
    if (answer.cause === 'DENIED') return { cause: 'DENIED', code: answer.code };
    if (answer.cause === 'QUOTA') return { cause: 'QUOTA', code: answer.code, period: answer.period };
  }
  return null;
}

/** A few throttled recipients are their own trouble (one device, one carrier); this share of a call is a provider's limit. */
const THROTTLED_SHARE = 0.2;

/** Tells the pacer what the provider took and whether it asks for less. */
export function tellPacer(pacer: Pacer, answers: readonly SendResult[], startedAt: number): void {
  let taken = 0;
  let throttled = 0;
  for (const answer of answers) {
    if (answer.kind === 'ANSWERED' && !answer.isRetriable) taken += 1;
    if (answer.kind === 'NOT_SENT' && answer.cause === 'THROTTLED') throttled += 1;
  }
  if (taken > 0) pacer.onTaken();
  if (throttled > answers.length * THROTTLED_SHARE) pacer.onThrottled(startedAt);
}
