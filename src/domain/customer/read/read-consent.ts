import { consentFromAttributes, unreadableConsent } from '../../consent/consent-from-attributes.ts';
import type { Consent, ConsentDecision, ConsentRecord } from '../../consent/consent.ts';
import { CHANNELS } from '../channel.ts';
import type { Attributes } from '../customer.ts';
import {
  FieldRefusal,
  readObject,
  readRequiredWord,
  readText,
  refuseUnknownFields,
  type Fields,
} from './read-fields.ts';
import { readTime } from './read-time.ts';

function readDecision(fields: Fields, path: string): ConsentDecision {
  refuseUnknownFields(fields, ['state', 'at', 'source'], path);
  const state = readRequiredWord(fields, 'state', `${path}.state`);
  if (state !== 'GRANTED' && state !== 'WITHDRAWN') {
    throw new FieldRefusal('INVALID_FIELD', `${path}.state must be GRANTED or WITHDRAWN.`);
  }
  const at = readTime(fields, 'at', `${path}.at`);
  if (at === undefined) throw new FieldRefusal('MISSING_FIELD', `${path}.at is missing: a consent is worth its date.`);
  return { state, at, source: readText(fields, 'source', `${path}.source`) ?? '' };
}

/** Consent as it stands in attributes; one that cannot be read refuses the row: it must not get lost. */
export function readConsentAttributes(attributes: Attributes, path: string): Consent {
  const reason = unreadableConsent(attributes);
  if (reason !== null) throw new FieldRefusal('INVALID_FIELD', `${path}.${reason}`);
  return consentFromAttributes(attributes);
}

function isThere(fields: Fields, name: string): boolean {
  return Object.hasOwn(fields, name) && fields[name] !== null && fields[name] !== undefined;
}

/** Consent per channel: `{ EMAIL: { ad: { state, at, source }, night: ... } }`. */
export function readConsent(fields: Fields, path: string): Consent {
  refuseUnknownFields(fields, CHANNELS, path);
  const consent: { -readonly [C in keyof Consent]: ConsentRecord } = {};
  for (const channel of CHANNELS) {
    const record = readObject(fields, channel, `${path}.${channel}`);
    refuseUnknownFields(record, ['ad', 'night'], `${path}.${channel}`);
    const read = (kind: 'ad' | 'night'): ConsentRecord =>
      isThere(record, kind)
        ? { [kind]: readDecision(readObject(record, kind, `${path}.${channel}.${kind}`), `${path}.${channel}.${kind}`) }
        : {};
    const decisions = { ...read('ad'), ...read('night') };
    if (Object.keys(decisions).length > 0) consent[channel] = decisions;
  }
  return consent;
}
