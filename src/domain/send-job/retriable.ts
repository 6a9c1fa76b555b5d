import type { RecipientResult } from './recipient.ts';

/** Marks a recipient whose message was sent again after an unknown outcome: they may have got it twice. */
export const RESENT = 'RESENT';

/** Prefix of codes for which it is proven that nothing was sent. */
export const NOT_SENT = 'NOT_SENT';

/** What a provider says of a message that it did not send and may send later, and what failed here before sending. */
const RETRIABLE: ReadonlySet<string> = new Set([
  NOT_SENT,
  'THROTTLED',
  'TEMPORARY_FAILURE',
  'TRANSIENT_FAILURE',
  'ACCOUNT_THROTTLED',
  'ACCOUNT_DAILY_QUOTA_EXCEEDED',
  'RENDER_FAILED',
  'TEXT_UNFIT',
  'POISON_CHUNK',
]);

/** Whether a code says that this message may have been sent before. */
export function isResent(code: string | undefined): boolean {
  return code === RESENT || code?.startsWith(`${RESENT}/`) === true;
}

/**
 * What a later outcome means for a recipient who may have been sent to before: taken is taken, and marked; everything
 * else leaves them in doubt, because SKIPPED or FAILED would say that they got nothing.
 */
export function afterDoubt(result: RecipientResult, before: Pick<RecipientResult, 'code'> = {}): RecipientResult {
  if (!isResent(before.code)) return result;
  const code = result.code === undefined ? RESENT : `${RESENT}/${result.code}`;
  const isTaken = result.status === 'ACCEPTED' || result.status === 'DELIVERED';
  return { status: isTaken ? result.status : 'IN_DOUBT', code };
}

/** Whether a recipient failed in a way that trying again can mend; `retryFailed` sends to these and nobody else. */
function isRetriable({ status, code }: RecipientResult): boolean {
  if (status !== 'FAILED' || code === undefined) return false;
  return RETRIABLE.has(code.split('/')[0] ?? '');
}

/** The names of `RetryKind`. */
export const RETRY_KINDS = ['FAILED', 'IN_DOUBT'] as const;

/** Whom another round of a completed job sends to. */
export type RetryKind = (typeof RETRY_KINDS)[number];

/**
 * The results with which another round begins: those to send to are PLANNED again. `effective` is the status with
 * receipts taken into account: whoever is known to have it is not sent to again.
 */
export function reopen(result: RecipientResult, effective: RecipientResult, kind: RetryKind): RecipientResult {
  switch (kind) {
    case 'FAILED':
      return isRetriable(effective) && result.status === 'FAILED' ? { status: 'PLANNED' } : result;
    case 'IN_DOUBT':
      return effective.status === 'IN_DOUBT' ? { status: 'PLANNED', code: RESENT } : result;
  }
}
