import { hashText } from '../hash-text.ts';
import type { Consent, ConsentDecision, ConsentRecord } from './consent.ts';
import { CHANNELS } from '../customer/channel.ts';

/** A letter or a digit that is drawn: Hangul's fillers are letters that nobody sees. */
const READABLE = /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}]/u;

/** Whether a text has words that somebody can have read: blanks, what has no width and signs alone are none. */
export function hasWords(text: string): boolean {
  return READABLE.test(text);
}

const NAME = /^[\w.:-]{1,64}$/;

function hex(number: number): string {
  return number.toString(16).padStart(8, '0');
}

/**
 * The name under which a consent keeps the words that were agreed to: itself when it is one (letters, digits, `._:-`),
 * otherwise made of the words. The words in full stand in the ledger.
 */
export function nameWording(wording: string): string {
  return NAME.test(wording) ? wording : `w-${hex(hashText(wording, 1))}${hex(hashText(wording, 2))}`;
}

/** Decisions with the names of their words, as a customer keeps them. */
export function withNamedWordings(consent: Consent): Consent {
  const named: { -readonly [C in keyof Consent]: ConsentRecord } = {};
  for (const channel of CHANNELS) {
    const record = consent[channel];
    if (record === undefined) continue;
    const { ad, night } = record;
    named[channel] = {
      ...record,
      ...(ad === undefined ? {} : { ad: withName(ad) }),
      ...(night === undefined ? {} : { night: withName(night) }),
    };
  }
  return named;
}

function withName(decision: ConsentDecision): ConsentDecision {
  const { wording } = decision;
  return wording === undefined ? decision : { ...decision, wording: nameWording(wording) };
}
