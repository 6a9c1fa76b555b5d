import type { Attributes } from '../customer/customer.ts';
import { CHANNELS } from '../customer/channel.ts';
import type { Consent, ConsentDecision, ConsentRecord } from './consent.ts';
import { parseIsoTime } from './parse-time.ts';

/** `[ISO time, source]` is a consent; a third value `WITHDRAWN` takes it back. */
function decisionFrom(values: readonly string[] | undefined): ConsentDecision | undefined {
  const [time, source = '', mark] = values ?? [];
  const at = time === undefined ? null : parseIsoTime(time);
  if (at === null) return undefined;
  if (mark !== undefined && mark !== 'GRANTED' && mark !== 'WITHDRAWN') return undefined;
  return { state: mark === 'WITHDRAWN' ? 'WITHDRAWN' : 'GRANTED', at, source };
}

/**
 * Reads consent from the user attributes `AdConsent.<channel>` and `NightConsent.<channel>`. What cannot be read is
 * not a consent.
 */
export function consentFromAttributes(attributes: Attributes): Consent {
  const consent: { -readonly [C in keyof Consent]: ConsentRecord } = {};
  for (const channel of CHANNELS) {
    const ad = decisionFrom(attributes[`AdConsent.${channel}`]);
    const night = decisionFrom(attributes[`NightConsent.${channel}`]);
    if (ad === undefined && night === undefined) continue;
    consent[channel] = { ...(ad === undefined ? {} : { ad }), ...(night === undefined ? {} : { night }) };
  }
  return consent;
}

/**
 * The later of two decisions; of two at the same time the withdrawal, so that nobody is sent to by accident. One that is
 * dated ahead of `now` is not later than what is said now.
 */
function later(
  a: ConsentDecision | undefined,
  b: ConsentDecision | undefined,
  now: number,
): ConsentDecision | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const [atA, atB] = [Math.min(a.at, now), Math.min(b.at, now)];
  if (atA !== atB) return atA > atB ? a : b;
  return b.state === 'WITHDRAWN' && a.state !== 'WITHDRAWN' ? b : a;
}

/**
 * Joins what is known with what was heard at `now` (absent: of one input): per channel and kind the latest decision
 * counts, in any order.
 */
export function mergeConsent(known: Consent, heard: Consent, now = Number.POSITIVE_INFINITY): Consent {
  const merged: { -readonly [C in keyof Consent]: ConsentRecord } = {};
  for (const channel of CHANNELS) {
    const ad = later(known[channel]?.ad, heard[channel]?.ad, now);
    const night = later(known[channel]?.night, heard[channel]?.night, now);
    if (ad === undefined && night === undefined) continue;
    merged[channel] = { ...(ad === undefined ? {} : { ad }), ...(night === undefined ? {} : { night }) };
  }
  return merged;
}
