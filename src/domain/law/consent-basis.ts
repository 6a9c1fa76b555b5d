import type { ConsentDecision, Deal } from '../consent/consent.ts';
import { isStale, monthsAfter } from './calendar.ts';
import type { SendingFacts } from './sending-rule.ts';

/** How long after a purchase its goods may be advertised without a consent. */
const DEAL_MONTHS = 6;

/** Whether a decision is a consent at a time: one that is dated in the future is no proof of anything yet. */
export function isGranted(decision: ConsentDecision | undefined, now: number): decision is ConsentDecision {
  return decision !== undefined && decision.state === 'GRANTED' && decision.at <= now;
}

/** Whether two years have passed since a person consented, or was last told that they have. */
export function isUnconfirmed({ at, confirmedAt = at }: ConsentDecision, now: number): boolean {
  return isStale(Math.max(at, confirmedAt), now);
}

/** When a purchase is no reason to advertise any more, in milliseconds since the epoch. */
function dealEndsAt({ at }: Deal): number {
  return monthsAfter(at, DEAL_MONTHS);
}

/**
 * Whether a purchase takes the place of a consent: the same kind of goods, not longer ago than six months, of somebody who
 * has not refused. A refusal stands whatever is bought later.
 */
export function isCoveredByDeal({ consent, channel, now, goods }: SendingFacts): boolean {
  const { deal, ad } = consent[channel] ?? {};
  if (deal === undefined || goods === undefined || goods === '' || ad?.state === 'WITHDRAWN') return false;
  return deal.goods === goods && deal.at <= now && now < dealEndsAt(deal);
}
