import { CHANNELS } from '../customer/channel.ts';
import type { Consent, ConsentDecision, ConsentRecord } from './consent.ts';

/** Clocks differ; a consent from further ahead is a mistake. */
export const MAX_AHEAD_MS = 5 * 60_000;

/** Decisions as they are dated when they are heard, or the one that cannot be: a consent that lies too far ahead. */
export type DatedConsent =
  { readonly ok: true; readonly consent: Consent } | { readonly ok: false; readonly at: number };

/**
 * Dates decisions that were heard at `now`. What is dated a little ahead was said now, and so was a withdrawal however
 * it is dated: nobody is sent to because of a wrong clock, or of a date that somebody mistyped. What is `known` of the
 * same saying keeps the date that it got then: said again it is no news.
 */
export function dateDecisions(heard: Consent, known: Consent, now: number): DatedConsent {
  const dated: { -readonly [C in keyof Consent]: ConsentRecord } = {};
  for (const channel of CHANNELS) {
    const record = heard[channel];
    if (record === undefined) continue;
    const ahead = [record.ad, record.night].find((decision) => decision !== undefined && isMistaken(decision, now));
    if (ahead !== undefined) return { ok: false, at: ahead.at };
    dated[channel] = {
      ...(record.deal === undefined ? {} : { deal: { ...record.deal, at: Math.min(record.deal.at, now) } }),
      ...(record.ad === undefined ? {} : { ad: notAhead(record.ad, known[channel]?.ad, now) }),
      ...(record.night === undefined ? {} : { night: notAhead(record.night, known[channel]?.night, now) }),
    };
  }
  return { ok: true, consent: dated };
}

function isMistaken({ state, at }: ConsentDecision, now: number): boolean {
  return state === 'GRANTED' && at > now + MAX_AHEAD_MS;
}

function notAhead(decision: ConsentDecision, known: ConsentDecision | undefined, now: number): ConsentDecision {
  if (decision.at <= now) return decision;
  return known !== undefined && isSameSaying(decision, known) ? known : { ...decision, at: now };
}

/** A consent that was dated anew lies within the time that it may be ahead. */
function isSameSaying(ahead: ConsentDecision, known: ConsentDecision): boolean {
  if (ahead.state !== known.state || ahead.source !== known.source) return false;
  return ahead.state === 'WITHDRAWN' || known.at >= ahead.at - MAX_AHEAD_MS;
}
