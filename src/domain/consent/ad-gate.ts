import type { Channel } from '../customer/channel.ts';
import type { Consent, ConsentDecision } from './consent.ts';
import { isWithin, type LocalWindow } from '../schedule/local-window.ts';
import { zoneOf } from '../schedule/zone.ts';

/** Night by the law: from 21:00:00 on, before 08:00:00. */
const NIGHT: LocalWindow = { start: 21 * 60, end: 8 * 60 };
const DAY = 86_400_000;

/** The exclusion reasons that come from consent alone. */
export type AdRefusal = 'NO_AD_CONSENT' | 'NO_NIGHT_CONSENT' | 'CONSENT_STALE';

/** Whether an advertisement may go to a person on a channel at a moment, and if not, why. */
export type AdGate = { readonly ok: true } | { readonly ok: false; readonly reason: AdRefusal };

const PASS: AdGate = { ok: true };
const NO_AD_CONSENT: AdGate = { ok: false, reason: 'NO_AD_CONSENT' };
const NO_NIGHT_CONSENT: AdGate = { ok: false, reason: 'NO_NIGHT_CONSENT' };
const CONSENT_STALE: AdGate = { ok: false, reason: 'CONSENT_STALE' };

/** Whether two calendar years have passed since a consent, after which Korean law wants it reconfirmed. */
export function isStale(at: number, now: number): boolean {
  // Two years are 730 or 731 days: only the day between needs the calendar.
  if (now - at < 730 * DAY) return false;
  const due = new Date(at);
  due.setUTCFullYear(due.getUTCFullYear() + 2);
  return now >= due.getTime();
}

function isGranted(decision: ConsentDecision | undefined, now: number): decision is ConsentDecision {
  // A consent dated in the future is no proof of anything yet.
  return decision !== undefined && decision.state === 'GRANTED' && decision.at <= now;
}

/**
 * Decides whether an advertisement may go to one endpoint now: consent on the channel, not older than two years, and
 * a separate consent between 21:00 and 08:00 local time (e-mail exempt). No time zone, or one that does not exist, means
 * Asia/Seoul.
 */
export function adGate(input: {
  readonly consent: Consent;
  readonly channel: Channel;
  readonly now: number;
  readonly timezone: string | undefined;
}): AdGate {
  const { channel, now } = input;
  const record = input.consent[channel];
  const ad = record?.ad;
  if (!isGranted(ad, now)) return NO_AD_CONSENT;
  if (isStale(ad.at, now)) return CONSENT_STALE;
  if (channel === 'EMAIL') return PASS;
  if (!isWithin(NIGHT, zoneOf(input.timezone), now)) return PASS;
  const night = record?.night;
  if (!isGranted(night, now)) return NO_NIGHT_CONSENT;
  return isStale(night.at, now) ? CONSENT_STALE : PASS;
}
