import type { Channel } from '../../domain/customer/index.ts';
import { DECISION_OF, type Consent, type ConsentKind } from '../../domain/consent/index.ts';
import type { ConsentLedger } from './consent-ledger.ts';

/** What agreed on a moment and was not written within this time was left behind by somebody who died. */
const AGREED_FOR_MS = 86_400_000;

/** A withdrawal, which several calls bring at one time perhaps. */
export type Withdrawal = {
  readonly customerId: string;
  readonly channel: Channel;
  readonly kind: ConsentKind;
  readonly source: string;
  /** When it was said, as far as this call knows, in milliseconds since the epoch. */
  readonly at: number;
};

/**
 * When somebody withdrew: at the moment of the first of several calls that find them as they are known, so that mail
 * programs that repeat a click at once leave one decision. One that counts already stays as it is.
 */
export async function agreeOnMoment(
  ledger: Pick<ConsentLedger, 'agree'>,
  known: Consent,
  { customerId, channel, kind, source, at }: Withdrawal,
): Promise<number> {
  const counts = known[channel]?.[DECISION_OF[kind]];
  if (counts?.state === 'WITHDRAWN' && counts.source === source) return counts.at;
  const found = counts === undefined ? 'nothing' : `${counts.state} ${counts.at} ${counts.source}`;
  const agreed = await ledger.agree({ customerId, on: `${channel} ${kind} ${source} after ${found}`, at });
  const isOfNow = agreed > (counts?.at ?? Number.NEGATIVE_INFINITY) && Math.abs(at - agreed) < AGREED_FOR_MS;
  return isOfNow ? agreed : at;
}
