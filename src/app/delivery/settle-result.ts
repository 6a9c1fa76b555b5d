import type { InDoubtPolicy } from '../../domain/campaign/index.ts';
import type { RecipientResult } from '../../domain/send-job/index.ts';
import type { SendResult } from './sender.ts';

/** Marks a recipient whose message was sent again after an unknown outcome: they may have got it twice. */
const RESENT = 'RESENT';

const ACCEPTED: RecipientResult = { status: 'ACCEPTED' };

/** Keeps the mark of a recipient in doubt through whatever becomes of the next attempt. */
function marked(result: RecipientResult, before: RecipientResult): RecipientResult {
  if (before.code !== RESENT) return result;
  return { status: result.status, code: result.code === undefined ? RESENT : `${RESENT}/${result.code}` };
}

/** What an owner that vanished, or a call that ended unknown, leaves: held and shown, or to be sent again. */
export function inDoubt(policy: InDoubtPolicy, code: string, mayTryAgain: boolean): RecipientResult {
  switch (policy) {
    case 'HOLD':
      return { status: 'IN_DOUBT', code };
    case 'RESEND':
      return mayTryAgain ? { status: 'PLANNED', code: RESENT } : { status: 'IN_DOUBT', code: `${RESENT}/${code}` };
  }
}

/**
 * A recipient's status after an attempt. PLANNED means: try again, because the provider says it was not sent, or
 * because it is unknown and the campaign asks for sending again.
 */
export function settleResult(
  result: SendResult,
  before: RecipientResult,
  policy: InDoubtPolicy,
  mayTryAgain: boolean,
): RecipientResult {
  switch (result.kind) {
    case 'ANSWERED': {
      if (result.isRetriable && mayTryAgain) return planned(before);
      if (result.status === 'ACCEPTED' && result.code === undefined) return marked(ACCEPTED, before);
      return marked({ status: result.status, ...(result.code === undefined ? {} : { code: result.code }) }, before);
    }
    case 'NOT_SENT':
      return result.cause === 'REFUSED' ? marked({ status: 'FAILED', code: result.code }, before) : planned(before);
    case 'UNKNOWN':
      return inDoubt(policy, result.code, mayTryAgain);
  }
}

function planned(before: RecipientResult): RecipientResult {
  return before.code === RESENT ? { status: 'PLANNED', code: RESENT } : { status: 'PLANNED' };
}
