import type { Customer } from '../../../domain/customer/index.ts';
import {
  isAboutHours,
  recheckRecipient,
  type ExclusionReason,
  type Recheck,
  type Recipient,
  type SendPlan,
} from '../../../domain/send-job/index.ts';

/** When a call may begin at the earliest, and when it is with the provider at the latest (milliseconds since the epoch). */
export type CallTime = { readonly at: number; readonly until: number };

/** Nights, quiet times and the hours of a destination begin and end with a minute, in every zone. */
const MINUTE_MS = 60_000;

/** Until when hours have to allow a message; null when they cannot change before that. */
export function hoursUntil({ messageClass, quietTime, steps }: SendPlan, { at, until }: CallTime): number | null {
  const isSameMinute = Math.floor(at / MINUTE_MS) === Math.floor(until / MINUTE_MS);
  const hasHours = messageClass === 'AD' || quietTime !== undefined || steps.some(({ window }) => window !== undefined);
  return isSameMinute || !hasHours ? null : until;
}

/** Whoever would be held by then is skipped where their message expires before they could be sent to. */
function isAboutTime(reason: ExclusionReason): boolean {
  return isAboutHours(reason) || reason === 'MESSAGE_EXPIRED' || reason === 'ENTRY_EXPIRED';
}

/**
 * Looks at a recipient as of `at`, and once more at the hours of `until`: a call that begins just before nine in the evening
 * would be with the provider just after it.
 */
export function recheckAt(
  plan: SendPlan,
  recipient: Recipient,
  { customer, place }: { readonly customer: Customer | undefined; readonly place: number | undefined },
  at: number,
  until: number | null,
): Recheck {
  const now = recheckRecipient(customer, recipient, plan, at, place);
  if (until === null || now.outcome !== 'SEND') return now;
  const then = recheckRecipient(customer, recipient, plan, until, place);
  const isForbidden = then.outcome === 'HELD' || (then.outcome === 'SKIPPED' && isAboutTime(then.reason));
  return isForbidden ? then : now;
}
