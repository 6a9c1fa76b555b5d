import type { Changes } from '../customer/customer-change.ts';
import type { Attributes } from '../customer/customer.ts';
import { CHANNELS } from '../customer/channel.ts';
import { isShown } from '../law/decision-rules.ts';
import { CONSENT_STATES, type Consent, type ConsentDecision, type ConsentRecord, type Deal } from './consent.ts';
import { isBlank, trimText } from '../trim-text.ts';
import { readDate } from './read-date.ts';
import { hasWords } from './wording.ts';

/** What was decided, as its mark says it; written small it means the same. Null: the text is no mark. */
function markOf(text: string): ConsentDecision['state'] | null {
  const mark = trimText(text).toUpperCase();
  return CONSENT_STATES.find((state) => state === mark) ?? null;
}

/**
 * `[ISO time, source]` is a consent; a third value `WITHDRAWN` takes it back, a fourth has the words that were agreed to, or
 * their name. A mark in the place of the source is one as well: nobody hears a withdrawal from a source of that name.
 */
function decisionFrom(values: readonly string[] | undefined): ConsentDecision | undefined {
  const [time = '', second = '', third = '', fourth = ''] = values ?? [];
  const at = readDate(time);
  const isMarkSecond = markOf(second) !== null && markOf(third) === null;
  const [source, said, wording] = isMarkSecond ? ['', second, third] : [second, third, fourth];
  const state = isBlank(said) ? 'GRANTED' : markOf(said);
  if (at === null || state === null) return undefined;
  const words = trimText(wording);
  return {
    state,
    at,
    source,
    ...(words === '' ? {} : { wording: words }),
  };
}

/** What is meant for a consent, however its words are put together; `AdConsentedAt` is another name. */
const CONSENT_NAME = /^(?:ad|night)[\s_.-]*consent(?![a-z\d])/iu;

/**
 * Why attributes that are named like consents are none, or null: a consent must not get lost because of how its date, its
 * mark or its channel is written. The words name the attribute and what it takes, not what it says.
 */
export function unreadableConsent(attributes: Attributes): string | null {
  for (const [name, values] of Object.entries(attributes)) {
    if (!CONSENT_NAME.test(name) || values.every((value) => isBlank(value))) continue;
    const [kind = '', channel = ''] = name.split('.');
    const isKnown = (kind === 'AdConsent' || kind === 'NightConsent') && CHANNELS.some((known) => known === channel);
    if (!isKnown) {
      return `${name} is no consent: write AdConsent or NightConsent, a dot, and one of ${CHANNELS.join(', ')}.`;
    }
    const decision = decisionFrom(values);
    if (decision?.wording !== undefined && !hasWords(decision.wording)) {
      return `${name}: its fourth value shows nothing: write the words that were agreed to, or their name.`;
    }
    if (decision !== undefined) continue;
    if (readDate(values[0] ?? '') !== null) return `${name}: its third value must be GRANTED or WITHDRAWN.`;
    return `${name} must begin with the date of the consent, the year first, as 2026-01-05 or 2026.01.05.`;
  }
  return null;
}

/** Why attributes of an endpoint are no place for a consent, or null: nobody would read one there. */
export function misplacedConsent(attributes: Changes<readonly string[]>): string | null {
  const name = Object.keys(attributes).find(
    (each) => CONSENT_NAME.test(each) && attributes[each]?.some((value) => !isBlank(value)) === true,
  );
  if (name === undefined) return null;
  return `${name} says a consent, and the person gives it: write it among their attributes (User.UserAttributes).`;
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
 * The one of two decisions that counts. A refusal, and a consent that shows its source and its words, come before a consent
 * that shows nothing: who refused stays refused whatever a list says. Then the later one; of two at the same time the
 * withdrawal, so that nobody is sent to by accident. One that is dated ahead of `now` is not later than what is said now.
 */
function counting(
  a: ConsentDecision | undefined,
  b: ConsentDecision | undefined,
  now: number,
): ConsentDecision | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const isShownA = isShown(a);
  if (isShownA !== isShown(b)) return isShownA ? a : b;
  const [atA, atB] = [Math.min(a.at, now), Math.min(b.at, now)];
  if (atA !== atB) return atA > atB ? a : b;
  return b.state === 'WITHDRAWN' && a.state !== 'WITHDRAWN' ? b : a;
}

/** The later of two purchases; of two at the same time the one that was known. */
function laterDeal(a: Deal | undefined, b: Deal | undefined): Deal | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b.at > a.at ? b : a;
}

/**
 * Joins what is known with what was heard at `now` (absent: of one input): per channel and kind the decision that counts
 * most, in any order.
 */
export function mergeConsent(known: Consent, heard: Consent, now = Number.POSITIVE_INFINITY): Consent {
  const merged: { -readonly [C in keyof Consent]: ConsentRecord } = {};
  for (const channel of CHANNELS) {
    const ad = counting(known[channel]?.ad, heard[channel]?.ad, now);
    const night = counting(known[channel]?.night, heard[channel]?.night, now);
    const deal = laterDeal(known[channel]?.deal, heard[channel]?.deal);
    if (ad === undefined && night === undefined && deal === undefined) continue;
    merged[channel] = {
      ...(ad === undefined ? {} : { ad }),
      ...(night === undefined ? {} : { night }),
      ...(deal === undefined ? {} : { deal }),
    };
  }
  return merged;
}
