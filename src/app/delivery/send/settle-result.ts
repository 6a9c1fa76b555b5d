import type { InDoubtPolicy } from '../../../domain/campaign/index.ts';
import { afterDoubt, isResent, NOT_SENT, RESENT, type RecipientResult } from '../../../domain/send-job/index.ts';
import type { SendResult } from '../model/sender.ts';

const ACCEPTED: RecipientResult = { status: 'ACCEPTED' };
const PLANNED: RecipientResult = { status: 'PLANNED' };
const PLANNED_AGAIN: RecipientResult = { status: 'PLANNED', code: RESENT };

/** What an owner that vanished, or a call that ended unknown, leaves: held and shown, or to be sent again. */
export function inDoubt(
  code: string,
  before: RecipientResult,
  policy: InDoubtPolicy,
  mayTryAgain: boolean,
): RecipientResult {
  switch (policy) {
    case 'HOLD':
      return afterDoubt({ status: 'IN_DOUBT', code }, before);
    case 'RESEND':
      return mayTryAgain ? PLANNED_AGAIN : { status: 'IN_DOUBT', code: `${RESENT}/${code}` };
  }
}

/**
 * A recipient's status after an attempt. PLANNED means: try again, because the provider says it was not sent, or
 * because it is unknown and the campaign asks for sending again.
 */
export function settleResult(
  result: SendResult,
  before: RecipientResult = PLANNED,
  policy: InDoubtPolicy,
  mayTryAgain: boolean,
): RecipientResult {
  switch (result.kind) {
    case 'ANSWERED': {
      if (result.isRetriable && mayTryAgain) return planned(before);
      if (result.status === 'ACCEPTED' && result.code === undefined) return afterDoubt(ACCEPTED, before);
      return afterDoubt({ status: result.status, ...(result.code === undefined ? {} : { code: result.code }) }, before);
    }
    case 'NOT_SENT':
      if (result.cause !== 'REFUSED') return planned(before);
      return afterDoubt({ status: 'FAILED', code: `${NOT_SENT}/${result.code}` }, before);
    case 'UNKNOWN':
      return inDoubt(result.code, before, policy, mayTryAgain);
  }
}

function planned(before: RecipientResult): RecipientResult {
  return isResent(before.code) ? PLANNED_AGAIN : PLANNED;
}
