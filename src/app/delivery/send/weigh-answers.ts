import type { Pacer } from '../pace/pacer.ts';
import type { SendResult } from '../model/sender.ts';

/** Whether an answer uses up one of a chunk's tries; a provider that is busy or away does not. */
export function isTry(result: SendResult): boolean {
  return result.kind === 'UNKNOWN' || (result.kind === 'ANSWERED' && result.isRetriable);
}

/** Whether an operator has to do something before this can be sent. */
export function isDenied(result: SendResult): result is Extract<SendResult, { kind: 'NOT_SENT' }> {
  return result.kind === 'NOT_SENT' && result.cause === 'DENIED';
}

/** A few throttled recipients are their own trouble (one device, one carrier); this share of a call is a provider's limit. */
const THROTTLED_SHARE = 0.2;

/** Tells the pacer what the provider took and whether it asks for less. */
export function tellPacer(pacer: Pacer, answers: readonly SendResult[], startedAt: number): void {
  let taken = 0;
  let throttled = 0;
  for (const answer of answers) {
    if (answer.kind === 'ANSWERED' && !answer.isRetriable) taken += 1;
    if (isThrottled(answer)) throttled += 1;
  }
  if (taken > 0) pacer.onTaken();
  if (throttled > answers.length * THROTTLED_SHARE) pacer.onThrottled(startedAt);
}

function isThrottled(answer: SendResult): boolean {
  if (answer.kind === 'NOT_SENT') return answer.cause === 'THROTTLED';
  return answer.kind === 'ANSWERED' && answer.isRetriable && answer.code?.includes('THROTTLED') === true;
}
